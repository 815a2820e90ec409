#include "rules/label_syntax.hpp"

#include "rules/text/ascii.hpp"

#include <algorithm>

namespace barograph::rules {

namespace {

constexpr std::size_t longest_name = 63;
constexpr std::size_t longest_prefix = 253;

constexpr std::string_view name_rule =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
    "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
constexpr std::string_view prefix_rule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
    "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
constexpr std::string_view value_rule =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "
    "start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used "
    "for "
    "validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

using text::is_alphanumeric;

bool is_lower_alphanumeric(char c) {
    return is_alphanumeric(c) && c == text::lower(c);
}

/// Alphanumeric at both ends, and `-`, `_`, `.` between.
bool is_name(std::string_view text) {
    return !text.empty() && is_alphanumeric(text.front()) && is_alphanumeric(text.back()) &&
           std::ranges::all_of(text,
                               [](char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

bool is_dns_label(std::string_view text) {
    return !text.empty() && is_lower_alphanumeric(text.front()) && is_lower_alphanumeric(text.back()) &&
           std::ranges::all_of(text, [](char c) { return is_lower_alphanumeric(c) || c == '-'; });
}

bool is_subdomain(std::string_view text) {
    for (;;) {
        const auto dot = text.find('.');
        if (!is_dns_label(text.substr(0, dot)))
            return false;
        if (dot == text.npos)
            return true;
        text.remove_prefix(dot + 1);
    }
}

std::string too_long(std::size_t limit) {
    return "must be no more than " + std::to_string(limit) + " characters";
}

class fault_list {
public:
    void add(std::string_view part, std::string_view fault) {
        if (!text_.empty())
            text_ += "; ";
        text_ += part;
        text_ += fault;
    }

    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string text_;
};

void check_prefix(std::string_view prefix, fault_list& faults) {
    constexpr std::string_view part = "prefix part ";
    if (prefix.empty()) {
        faults.add(part, "must be non-empty");
        return;
    }
    if (prefix.size() > longest_prefix)
        faults.add(part, too_long(longest_prefix));
    if (!is_subdomain(prefix))
        faults.add(part, prefix_rule);
}

} // namespace

std::string label_key_faults(std::string_view key) {
    fault_list faults;
    auto name = key;
    if (const auto slash = key.find('/'); slash != key.npos) {
        name = key.substr(slash + 1);
        if (name.find('/') != name.npos) {
            faults.add("a qualified name ", name_rule);
            return faults.take() +
                   " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        }
        check_prefix(key.substr(0, slash), faults);
    }
    constexpr std::string_view part = "name part ";
    if (name.empty())
        faults.add(part, "must be non-empty");
    else if (name.size() > longest_name)
        faults.add(part, too_long(longest_name));
    if (!is_name(name))
        faults.add(part, name_rule);
    return faults.take();
}

std::string label_value_faults(std::string_view value) {
    fault_list faults;
    if (value.size() > longest_name)
        faults.add("", too_long(longest_name));
    if (!value.empty() && !is_name(value))
        faults.add("", value_rule);
    return faults.take();
}

} // namespace barograph::rules

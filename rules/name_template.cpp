#include "rules/name_template.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace barograph::rules {

namespace {

/// Length of the longest run of letters, digits and underscores at the start of `text`.
std::size_t word_length(std::string_view text) {
    static const RE2 word("[\\pL\\p{Nd}_]+");
    re2::StringPiece rest(text.data(), text.size());
    RE2::Consume(&rest, word);
    return text.size() - rest.size();
}

/// A group number: digits only, no leading zero.
std::optional<std::size_t> number_of(std::string_view name) {
    if (name.size() > 1 && name.starts_with('0'))
        return std::nullopt;
    std::size_t number{};
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return end == name.data() + name.size() && error == std::errc{} ? std::optional(number) : std::nullopt;
}

} // namespace

name_template::name_template(std::string_view text, const regex& pattern) {
    for (auto dollar = text.find('$'); dollar != text.npos; dollar = text.find('$')) {
        add_literal(text.substr(0, dollar));
        text.remove_prefix(dollar + 1);
        if (text.starts_with('$')) {
            add_literal("$");
            text.remove_prefix(1);
            continue;
        }
        const auto braced = text.starts_with('{');
        const auto name = text.substr(braced ? 1 : 0, word_length(text.substr(braced ? 1 : 0)));
        const auto length = name.size() + (braced ? 2 : 0);
        if (name.empty() || (braced && (length > text.size() || text[length - 1] != '}'))) {
            add_literal("$"); // no reference after all
            continue;
        }
        add_reference(name, braced, pattern);
        text.remove_prefix(length);
    }
    add_literal(text);
}

void name_template::add_literal(std::string_view text) {
    parts_.push_back({std::string(text), {}});
}

void name_template::add_reference(std::string_view name, bool braced, const regex& pattern) {
    auto groups = pattern.groups_named(name);
    if (const auto number = number_of(name)) {
        groups.clear();
        if (*number <= pattern.group_count())
            groups.push_back(*number);
    }
    if (!groups.empty()) {
        parts_.push_back({{}, std::move(groups)});
        return;
    }
    unknown_.push_back(braced ? "${" + std::string(name) + "}" : "$" + std::string(name));
}

std::string name_template::expand(const std::vector<std::string_view>& found) const {
    std::string out;
    for (const auto& next : parts_) {
        out += next.literal;
        const auto group = std::ranges::find_if(
            next.groups, [&found](std::size_t index) { return found[index].data() != nullptr; });
        if (group != next.groups.end())
            out += found[*group];
    }
    return out;
}

bool name_template::is_literal() const {
    return std::ranges::all_of(parts_, [](const part& p) { return p.groups.empty(); });
}

} // namespace barograph::rules

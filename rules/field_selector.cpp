#include "rules/field_selector.hpp"

#include "rules/text/utf8.hpp"

#include <algorithm>
#include <vector>

namespace barograph::rules {

namespace {

/// Splits at commas that no backslash escapes.
std::vector<std::string_view> terms_of(std::string_view text) {
    std::vector<std::string_view> terms;
    std::size_t start = 0;
    auto escaped = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (escaped) {
            escaped = false;
        } else if (text[i] == '\\') {
            escaped = true;
        } else if (text[i] == ',') {
            terms.push_back(text.substr(start, i - start));
            start = i + 1;
        }
    }
    terms.push_back(text.substr(start));
    return terms;
}

std::string value_fault(std::string_view value) {
    constexpr std::string_view bad_escape = "invalid field selector: invalid escape sequence: \\";
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '=')
            return "invalid field selector: unescaped character in value: " +
                   std::to_string(static_cast<int>('='));
        if (value[i] != '\\')
            continue;
        if (++i == value.size())
            return std::string(bad_escape);
        if (value[i] != '\\' && value[i] != ',' && value[i] != '=') {
            const auto rest = value.substr(i);
            return std::string(bad_escape) + std::string(rest.substr(0, text::decode_rune(rest).size));
        }
    }
    return {};
}

} // namespace

std::string field_selector_fault(std::string_view text) {
    auto terms = terms_of(text);
    std::ranges::sort(terms); // the first fault in this order is the one that is told
    for (const auto term : terms) {
        if (term.empty())
            continue;
        const auto equals = term.find('=');
        if (equals == term.npos)
            return "invalid selector: '" + std::string(text) + "'; can't understand '" + std::string(term) +
                   "'";
        auto value = term.substr(equals + 1);
        const auto negated = equals > 0 && term[equals - 1] == '!';
        if (!negated && value.starts_with('='))
            value.remove_prefix(1);
        if (auto fault = value_fault(value); !fault.empty())
            return fault;
    }
    return {};
}

} // namespace barograph::rules

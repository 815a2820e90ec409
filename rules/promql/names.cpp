#include "rules/promql/names.hpp"

#include "rules/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace barograph::rules::promql {

namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Words that PromQL's grammar does not allow as a metric name; its other keywords (`sum`, `by`, …) it does.
bool is_reserved(std::string_view name) {
    constexpr std::array<std::string_view, 8> words{"inf",   "nan",        "bool",        "on",
                                                    "atan2", "group_left", "group_right", "ignoring"};
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return std::ranges::find(words, lower) != words.end();
}

} // namespace

bool is_plain_label(std::string_view name) {
    return !name.empty() && is_letter(name.front()) &&
           std::ranges::all_of(name, [](char c) { return is_letter(c) || text::is_digit(c); });
}

bool is_plain_metric(std::string_view name) {
    return !name.empty() && (is_letter(name.front()) || name.front() == ':') &&
           std::ranges::all_of(name, [](char c) { return is_letter(c) || text::is_digit(c) || c == ':'; }) &&
           (name.size() > 11 || !is_reserved(name));
}

} // namespace barograph::rules::promql

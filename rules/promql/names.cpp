#include "rules/promql/names.hpp"

#include "rules/text/ascii.hpp"

#include <algorithm>
#include <array>

namespace barograph::rules::promql {

namespace {

bool begins_name(char c) {
    return text::is_letter(c) || c == '_';
}

/// Words that PromQL's grammar does not allow as a metric name; its other keywords (`sum`, `by`, …) it does.
bool is_reserved(std::string_view name) {
    constexpr std::array<std::string_view, 8> words{"inf",   "nan",        "bool",        "on",
                                                    "atan2", "group_left", "group_right", "ignoring"};
    return std::ranges::find(words, text::lower_case(name)) != words.end();
}

} // namespace

bool is_plain_label(std::string_view name) {
    return !name.empty() && begins_name(name.front()) &&
           std::ranges::all_of(name, [](char c) { return begins_name(c) || text::is_digit(c); });
}

bool is_plain_metric(std::string_view name) {
    return !name.empty() && (begins_name(name.front()) || name.front() == ':') &&
           std::ranges::all_of(name,
                               [](char c) { return begins_name(c) || text::is_digit(c) || c == ':'; }) &&
           !is_reserved(name);
}

} // namespace barograph::rules::promql

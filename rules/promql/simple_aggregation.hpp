#pragma once
#include "rules/promql/series_selector.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The one form of query that rules can look into: `sum by (a) (rate(name{b="c"}[5m]))`.
namespace barograph::rules::promql {

/// A label's name, and how it is written: as it is, or in quotes.
struct written_label {
    std::string name;
    std::string text;
};

/// One item between the braces. A series name in quotes is `__name__="…"`.
struct written_matcher {
    written_label label;
    match_kind kind;
    std::string value; ///< decoded
    std::string text;  ///< all of it as it is written, without white space
};

/// An aggregation over one selector, or over one function of one range selector. Texts are kept as they are
/// written, so that what is put together of them means to every backend what the query meant.
struct simple_aggregation {
    std::string aggregation; ///< sum, avg, min, max, count or group
    std::vector<written_label> by;
    std::string function; ///< empty: none
    std::string name;     ///< before the braces; empty: none
    std::vector<written_matcher> matchers;
    std::string range; ///< a duration; empty exactly when there is no function
};

/// None unless `promql` is exactly that, within parentheses or not: no parameter, `without`, offset, `@`,
/// subquery, operator, second argument or comment. The function is one that makes of each series for itself
/// one sample with the same labels, the series name left aside.
[[nodiscard]] std::optional<simple_aggregation> read_simple_aggregation(std::string_view promql);

} // namespace barograph::rules::promql

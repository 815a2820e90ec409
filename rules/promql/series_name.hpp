#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace barograph::rules::promql {

/// `query` with the metric name `stand_in` (a plain one) replaced by `name`, which may be any text:
/// `stand_in{a="b"}` becomes `{"name",a="b"}`, or `{__name__="name",a="b"}` for backends that do not know the
/// first form. A longer name that contains the stand-in is a name too: `stand_in_total` becomes
/// `{"name_total"}`. Within strings, the name is escaped; none if it cannot be, because it holds a back quote
/// and so does the string.
[[nodiscard]] std::optional<std::string> with_series_name(std::string_view query, std::string_view stand_in,
                                                          std::string_view name, bool quoted_names);

} // namespace barograph::rules::promql

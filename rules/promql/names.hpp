#pragma once
#include <string_view>

/// Which names PromQL takes without quotes.
namespace barograph::rules::promql {

/// `[a-zA-Z_][a-zA-Z0-9_]*`
[[nodiscard]] bool is_plain_label(std::string_view name);

/// Whether `name` can stand for a metric as it is: `[a-zA-Z_:][a-zA-Z0-9_:]*`, and no word of the language
/// that would be read as something else (`inf`, `nan`, `on`, `bool` and the like).
[[nodiscard]] bool is_plain_metric(std::string_view name);

} // namespace barograph::rules::promql

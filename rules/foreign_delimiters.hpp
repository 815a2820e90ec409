#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace barograph::rules {

/// Where `text`, a metricsQuery, uses the delimiters that Go has by default ({{ }}) outside of strings; none
/// if nowhere. In PromQL two braces never stand together, so `{{.Series}}` can only be a slip.
[[nodiscard]] std::optional<std::size_t> foreign_delimiter(std::string_view text);

} // namespace barograph::rules

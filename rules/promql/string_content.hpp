#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace barograph::rules::promql {

/// What `literal`, a string with its quotes ("…", '…' or `…`), stands for; none if it holds an escape that
/// PromQL does not know.
[[nodiscard]] std::optional<std::string> string_content(std::string_view literal);

} // namespace barograph::rules::promql

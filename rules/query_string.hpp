#pragma once
#include "rules/selector.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The query string of a list request, as the Kubernetes API reads it. Pure functions.
namespace barograph::rules {

using query_parameters = std::vector<std::pair<std::string, std::string>>;

/// Splits and decodes `raw` (what follows the `?`), in its order, repeats kept. A query that cannot be
/// decoded, be it a bad percent code, a semicolon or a NUL byte, is an error: dropping a part of it would
/// widen the selection.
[[nodiscard]] std::expected<query_parameters, std::string> parse_query_string(std::string_view raw);

/// The selector of a list request: its first `labelSelector`; without one, everything. The error is the
/// message of the 400 as Kubernetes words it, also for a `limit`, `timeoutSeconds` or `fieldSelector` that
/// does not parse.
[[nodiscard]] std::expected<selector, std::string> selector_of_query(std::string_view raw);

} // namespace barograph::rules

#pragma once
#include <nlohmann/json.hpp>

namespace barograph::test::vectors {

/// Group registry: which metrics rules give with the series that Prometheus reports, and what is asked for
/// each.
[[nodiscard]] nlohmann::json answer_registry(const nlohmann::json& input);

} // namespace barograph::test::vectors

#pragma once
#include <nlohmann/json.hpp>

namespace barograph::test::vectors {

/// Group value: what Prometheus answers to the query of metric `m`, and the items that are served for it.
/// Stages: `prometheus` (the answer is not usable), `convert` (a sample is no value).
[[nodiscard]] nlohmann::json answer_value(const nlohmann::json& input);

} // namespace barograph::test::vectors

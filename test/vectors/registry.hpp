#pragma once
#include <nlohmann/json.hpp>

namespace barograph::test::vectors {

/// Group registry: which metrics rules give with the series that Prometheus reports, and what is asked for
/// each.
[[nodiscard]] nlohmann::json answer_registry(const nlohmann::json& input);

/// The same answer, its messages of metrics that are not there cut where prometheus-adapter's sentence stops:
/// it names the resource that was asked for in namespace `default` only, and else ends in a dangling `for `.
[[nodiscard]] nlohmann::json without_dangling_messages(nlohmann::json answer);

} // namespace barograph::test::vectors

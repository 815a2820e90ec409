#pragma once
#include <nlohmann/json.hpp>

/// The groups that only rules decide.
namespace barograph::test::vectors {

/// Group naming: which series a rule keeps, and under which names.
[[nodiscard]] nlohmann::json answer_naming(const nlohmann::json& input);

/// Group selector: what a label selector, or a whole query string, says.
[[nodiscard]] nlohmann::json answer_selector(const nlohmann::json& input);

/// Group query: which PromQL a rule gives for a series, a namespace and a selector.
[[nodiscard]] nlohmann::json answer_query(const nlohmann::json& input);

} // namespace barograph::test::vectors

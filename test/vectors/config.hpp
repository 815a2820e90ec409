#pragma once
#include <nlohmann/json.hpp>

namespace barograph::test::vectors {

/// Group config: what a configuration file says, or that it is refused. Everything in a file is checked in
/// one step, so every refusal is of the first stage.
[[nodiscard]] nlohmann::json answer_config(const nlohmann::json& input);

} // namespace barograph::test::vectors

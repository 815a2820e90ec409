#pragma once
#include "rules/rule_spec.hpp"

#include <nlohmann/json.hpp>

namespace barograph::test::vectors {

/// A rule as the cases write it, which is as in a configuration file.
[[nodiscard]] rules::rule_spec rule_spec_from(const nlohmann::json& written);

} // namespace barograph::test::vectors

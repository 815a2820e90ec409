#pragma once
#include "rules/rule_problem.hpp"
#include "rules/rule_spec.hpp"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace barograph::rules {

/// The label that the namespace of a request is matched against, from a rule's `resources`; none if the rule is not
/// namespaced, or says nothing of namespaces.
[[nodiscard]] std::expected<std::optional<std::string>, std::vector<rule_problem>>
namespace_label(const resources_spec& resources);

} // namespace barograph::rules

#pragma once
#include "rules/rule_problem.hpp"
#include "rules/rule_spec.hpp"

#include <expected>
#include <optional>
#include <string>

namespace barograph::rules {

/// The label that the namespace of a request is matched against, from a rule's `resources`; none if the rule
/// is not namespaced, or maps no label to namespaces. Of several overrides for namespaces the first by name
/// counts; an override comes before the template. The template is checked even where it is not used.
[[nodiscard]] std::expected<std::optional<std::string>, rule_problem>
namespace_label(const resources_spec& resources);

} // namespace barograph::rules

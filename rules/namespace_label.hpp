#pragma once
#include "rules/rule_problem.hpp"
#include "rules/rule_spec.hpp"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace barograph::rules {

/// The label that the namespace of a request is matched against.
struct namespace_label {
    std::optional<std::string> name; ///< none: the rule is not namespaced, or maps no label to namespaces
    std::vector<rule_problem> warnings;
};

/// Reads it from a rule's `resources`, all of which are checked.
[[nodiscard]] std::expected<namespace_label, std::vector<rule_problem>>
compile_namespace_label(const resources_spec& resources);

} // namespace barograph::rules

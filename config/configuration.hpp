#pragma once
#include "config/problem.hpp"
#include "config/resource_rules_spec.hpp"
#include "rules/rule.hpp"
#include "rules/rule_spec.hpp"

#include <optional>
#include <vector>

namespace barograph::config {

/// All that a file of rules says, valid as a whole. A plain value: a reload makes a new one, and several
/// sources can be put together by appending their lists in order (of rules that give one name, the later
/// counts more).
struct configuration {
    std::vector<rules::rule> external_rules;    ///< in the file's order; spec().location is `file:line`
    std::vector<rules::rule_spec> custom_rules; ///< checked, not served
    std::optional<resource_rules_spec> resource_rules; ///< checked, not served
    std::vector<problem> warnings;                     ///< and notes, sorted; none of them an error
};

} // namespace barograph::config

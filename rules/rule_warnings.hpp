#pragma once
#include "rules/promql/series_selector.hpp"
#include "rules/rule.hpp"

#include <string>
#include <vector>

namespace barograph::rules {

/// What a rule's author may not have meant, as far as the rule alone shows it. `unknown_references` are the
/// groups that name.as refers to in vain.
[[nodiscard]] std::vector<rule_problem> warnings_of(const rule& checked,
                                                    const std::vector<std::string>& unknown_references,
                                                    const promql::series_selector& series_query);

} // namespace barograph::rules

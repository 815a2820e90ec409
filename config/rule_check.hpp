#pragma once
#include "config/resource_catalogue.hpp"
#include "config/resource_rules_spec.hpp"
#include "config/rule_fields.hpp"
#include "rules/rule.hpp"

#include <optional>
#include <string>

/// What a rule must be beyond its shape: expressions, templates, resources. Problems go to the reader, each
/// at the place in the file that it is about.
namespace barograph::config {

/// Nothing if the rule has an error.
std::optional<rules::rule> check_rule(yaml_reader& reader, const rule_draft& draft,
                                      const resource_catalogue& resources);

/// As check_rule, for a rule that is checked but not served: what prometheus-adapter too finds only when such
/// a rule is used (its queries, never read at load) is a warning, so that it does not take the rules that are
/// served away.
void check_unserved_rule(yaml_reader& reader, const rule_draft& draft, const resource_catalogue& resources);

/// The section's templates and resources; `path` is its place in the reader (`resourceRules`).
void check_resource_rules(yaml_reader& reader, const resource_rules_spec& rules, const std::string& path,
                          const resource_catalogue& resources);

} // namespace barograph::config

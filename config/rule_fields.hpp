#pragma once
#include "config/yaml_reader.hpp"
#include "rules/rule_spec.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The schema of one rule, field by field, as prometheus-adapter's documentation of its configuration defines
/// it.
namespace barograph::config {

/// A rule as read, with what is needed to say later where a problem with it stands.
struct rule_draft {
    rules::rule_spec spec;
    const yaml_node* node = nullptr; ///< the whole rule; lives as long as the document
    std::string path;                ///< of the whole rule in the reader, such as `externalRules[2]`
    bool flawed = false;             ///< something in it could not be read; that has been reported
};

/// Reads a list of rules. Problems go to the reader.
void read_rules(yaml_reader& reader, const yaml_node& node, std::vector<rule_draft>& out);

/// Reads a `resources` section.
void read_resources(yaml_reader& reader, const yaml_node& node, rules::resources_spec& out);

} // namespace barograph::config

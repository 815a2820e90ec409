#pragma once
#include "config/yaml_reader.hpp"
#include "rules/rule.hpp"

#include <vector>

namespace barograph::config {

/// Warns of each rule that can only give a name which an earlier rule gives too. `places` and `rules` go
/// together item by item.
void warn_of_collisions(yaml_reader& reader, const std::vector<const yaml_node*>& places,
                        const std::vector<rules::rule>& rules);

} // namespace barograph::config

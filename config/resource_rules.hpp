#pragma once
#include "config/resource_rules_spec.hpp"
#include "config/yaml_reader.hpp"

#include <optional>

namespace barograph::config {

/// Reads the section; null is none. Problems go to the reader.
void read_resource_rules(yaml_reader& reader, const yaml_node& node, std::optional<resource_rules_spec>& out);

} // namespace barograph::config

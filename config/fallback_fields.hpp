#pragma once
#include "config/yaml_reader.hpp"
#include "rules/fallback_policy.hpp"

#include <string_view>

/// The fields of a rule that say what to answer when there is no value: an extension of prometheus-adapter's
/// rules.
namespace barograph::config {

/// Reads `error`, `drop`, `{hold: 5m}` or `{value: 0}`. Problems go to the reader.
void read_substitute(yaml_reader& reader, const yaml_node& node, rules::substitute& out);

/// Reports a fallback that does not fit the field `field` (`onEmpty`): what is not there can't be dropped.
void refuse_drop(yaml_reader& reader, const yaml_node& node, const rules::substitute& read,
                 std::string_view field);

} // namespace barograph::config

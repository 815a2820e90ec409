#pragma once
#include "config/resource_rules_spec.hpp"
#include "config/rule_fields.hpp"
#include "config/yaml_reader.hpp"

#include <optional>
#include <string>
#include <vector>

/// The parts of a whole file.
namespace barograph::config {

struct file_sections {
    std::vector<rule_draft> external;
    std::vector<rule_draft> custom;
    std::optional<resource_rules_spec> resource;
    const yaml_node* custom_node = nullptr;   ///< the list of custom rules; none if not in the file
    const yaml_node* resource_node = nullptr; ///< likewise
    std::string resource_path;                ///< its path in the reader
};

/// Reads prometheus-adapter's config.yaml, or the same rules in its chart's values. The two are told apart by
/// `rules`: in a config file it is a list (the custom rules), in values a map (`external`, `custom`,
/// `resource`, ...). In values other keys belong to other parts of the chart and are not looked at. Problems
/// go to the reader.
file_sections read_sections(yaml_reader& reader, const yaml_node& root);

} // namespace barograph::config

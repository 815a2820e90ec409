#include "config/sections.hpp"

#include "config/printable.hpp"
#include "config/resource_rules.hpp"

#include <array>
#include <string>

namespace barograph::config {

namespace {

bool is_key(const yaml_node& key, std::string_view name) {
    return key.what == yaml_node::kind::scalar && key.text == name;
}

bool is_helm_values(const yaml_node& root) {
    if (root.what != yaml_node::kind::map) {
        return false;
    }
    for (std::size_t i = 0; i + 1 < root.children.size(); i += 2) {
        if (is_key(*root.children[i].node, "rules") &&
            root.children[i + 1].node->what == yaml_node::kind::map) {
            return true;
        }
    }
    return false;
}

yaml_field rules_field(std::string_view name, yaml_reader& reader, std::vector<rule_draft>& out,
                       const yaml_node** seen = nullptr) {
    return {name, [&reader, &out, seen](const yaml_node& value) {
                if (seen != nullptr) {
                    *seen = &value;
                }
                read_rules(reader, value, out);
            }};
}

yaml_field resource_field(std::string_view name, yaml_reader& reader, file_sections& out) {
    return {name, [&reader, &out](const yaml_node& value) {
                out.resource_node = &value;
                out.resource_path = reader.path();
                read_resource_rules(reader, value, out.resource);
            }};
}

file_sections read_config(yaml_reader& reader, const yaml_node& root) {
    file_sections out;
    const std::array known = {
        rules_field("rules", reader, out.custom, &out.custom_node),
        rules_field("externalRules", reader, out.external),
        resource_field("resourceRules", reader, out),
    };
    reader.fields(root, "a configuration", known, [] {});
    return out;
}

void read_existing(yaml_reader& reader, const yaml_node& node) {
    std::string name;
    reader.text(node, name);
    if (!name.empty()) {
        reader.warning(node, "rules.existing makes the chart use the ConfigMap " + in_quotes(name) +
                                 " and none of the rules in this file; expected one or the other");
    }
}

file_sections read_values(yaml_reader& reader, const yaml_node& root) {
    file_sections out;
    std::optional<bool> has_defaults;
    const std::array known = {
        yaml_field{"default", [&](const yaml_node& value) { reader.truth(value, has_defaults); }},
        rules_field("custom", reader, out.custom, &out.custom_node),
        yaml_field{"existing", [&](const yaml_node& value) { read_existing(reader, value); }},
        rules_field("external", reader, out.external),
        resource_field("resource", reader, out),
    };
    const yaml_node* first_rules = nullptr;
    for (std::size_t i = 0; i + 1 < root.children.size(); i += 2) {
        const auto& key = *root.children[i].node;
        if (is_key(key, "externalRules") || is_key(key, "resourceRules")) {
            reader.error(
                key, key.text +
                         " stands beside a `rules` map, which is the form of Helm values; expected rules." +
                         (key.text == "externalRules" ? "external" : "resource") + " there");
        } else if (is_key(key, "rules") && first_rules != nullptr) {
            reader.error(key, "rules is set twice; expected it once");
        } else if (is_key(key, "rules")) {
            first_rules = &key;
            reader.fields(*root.children[i + 1].node, "the chart's rules", known, [] {});
        }
    }
    return out;
}

} // namespace

file_sections read_sections(yaml_reader& reader, const yaml_node& root) {
    return is_helm_values(root) ? read_values(reader, root) : read_config(reader, root);
}

} // namespace barograph::config

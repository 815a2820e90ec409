#include "config/resource_rules.hpp"

#include "config/duration.hpp"
#include "config/rule_fields.hpp"

#include <array>

namespace barograph::config {

namespace {

void read_resource_rule(yaml_reader& reader, const yaml_node& node, resource_rule_spec& out) {
    const std::array known = {
        yaml_field{"containerQuery",
                   [&](const yaml_node& value) { reader.text(value, out.container_query); }},
        yaml_field{"nodeQuery", [&](const yaml_node& value) { reader.text(value, out.node_query); }},
        yaml_field{"resources",
                   [&](const yaml_node& value) { read_resources(reader, value, out.resources); }},
        yaml_field{"containerLabel",
                   [&](const yaml_node& value) { reader.text(value, out.container_label); }},
    };
    reader.fields(node, "a resource rule", known, [&] { out = {}; });
}

void read_window(yaml_reader& reader, const yaml_node& node, std::chrono::milliseconds& out) {
    out = {};
    if (reader.is_null(node)) {
        return;
    }
    std::string text;
    if (!reader.text(node, text)) {
        return;
    }
    if (const auto window = parse_duration(text)) {
        out = *window;
    } else {
        reader.error(node, "window: " + window.error());
    }
}

} // namespace

void read_resource_rules(yaml_reader& reader, const yaml_node& node,
                         std::optional<resource_rules_spec>& out) {
    out.reset();
    if (reader.is_null(node)) {
        return;
    }
    auto& rules = out.emplace();
    rules.location = reader.file_name() + ':' + std::to_string(reader.line_of(node));
    const std::array known = {
        yaml_field{"cpu", [&](const yaml_node& value) { read_resource_rule(reader, value, rules.cpu); }},
        yaml_field{"memory",
                   [&](const yaml_node& value) { read_resource_rule(reader, value, rules.memory); }},
        yaml_field{"window", [&](const yaml_node& value) { read_window(reader, value, rules.window); }},
    };
    reader.fields(node, "resourceRules", known, [] {});
}

} // namespace barograph::config

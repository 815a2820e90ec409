#include "config/rule_fields.hpp"

#include "config/fallback_fields.hpp"

#include <array>

namespace barograph::config {

namespace {

void read_filter(yaml_reader& reader, const yaml_node& node, rules::series_filter_spec& out) {
    const std::array known = {
        yaml_field{"is", [&](const yaml_node& value) { reader.text(value, out.is); }},
        yaml_field{"isNot", [&](const yaml_node& value) { reader.text(value, out.is_not); }},
    };
    reader.fields(node, "a series filter", known, [&] { out = {}; });
}

void read_group_resource(yaml_reader& reader, const yaml_node& node, rules::group_resource& out) {
    const std::array known = {
        yaml_field{"group", [&](const yaml_node& value) { reader.text(value, out.group); }},
        yaml_field{"resource", [&](const yaml_node& value) { reader.text(value, out.resource); }},
    };
    reader.fields(node, "an override", known, [&] { out = {}; });
}

void read_name(yaml_reader& reader, const yaml_node& node, rules::name_spec& out) {
    const std::array known = {
        yaml_field{"matches", [&](const yaml_node& value) { reader.text(value, out.matches); }},
        yaml_field{"as", [&](const yaml_node& value) { reader.text(value, out.as); }},
    };
    reader.fields(node, "name", known, [&] { out = {}; });
}

// Unset is not `error` here: it is an empty list.
void read_on_empty(yaml_reader& reader, const yaml_node& node, std::optional<rules::substitute>& out) {
    out.reset();
    if (!yaml_reader::is_null(node)) {
        read_substitute(reader, node, out.emplace());
        refuse_drop(reader, node, *out, "onEmpty");
    }
}

void read_rule(yaml_reader& reader, const yaml_node& node, rules::rule_spec& out) {
    const std::array known = {
        yaml_field{"seriesQuery", [&](const yaml_node& value) { reader.text(value, out.series_query); }},
        yaml_field{"seriesFilters",
                   [&](const yaml_node& value) {
                       reader.list(value, out.series_filters, [&](const yaml_node& item, auto& filter) {
                           read_filter(reader, item, filter);
                       });
                   }},
        yaml_field{"resources",
                   [&](const yaml_node& value) { read_resources(reader, value, out.resources); }},
        yaml_field{"name", [&](const yaml_node& value) { read_name(reader, value, out.name); }},
        yaml_field{"metricsQuery", [&](const yaml_node& value) { reader.text(value, out.metrics_query); }},
        yaml_field{"onEmpty",
                   [&](const yaml_node& value) { read_on_empty(reader, value, out.fallback.on_empty); }},
        yaml_field{"onFailure",
                   [&](const yaml_node& value) {
                       read_substitute(reader, value, out.fallback.on_failure);
                       refuse_drop(reader, value, out.fallback.on_failure, "onFailure");
                   }},
        yaml_field{
            "onNonFinite",
            [&](const yaml_node& value) { read_substitute(reader, value, out.fallback.on_non_finite); }},
    };
    reader.fields(node, "a rule", known, [&] { out = {}; });
}

} // namespace

void read_rules(yaml_reader& reader, const yaml_node& node, std::vector<rule_draft>& out) {
    reader.list(node, out, [&](const yaml_node& item, rule_draft& draft) {
        const auto errors_before = reader.error_count();
        read_rule(reader, item, draft.spec);
        draft.node = &item;
        draft.path = reader.path();
        draft.spec.location = reader.file_name() + ':' + std::to_string(reader.line_of(item));
        draft.flawed = reader.error_count() != errors_before;
    });
}

void read_resources(yaml_reader& reader, const yaml_node& node, rules::resources_spec& out) {
    const std::array known = {
        yaml_field{"template", [&](const yaml_node& value) { reader.text(value, out.template_text); }},
        yaml_field{"overrides",
                   [&](const yaml_node& value) {
                       reader.map(value, out.overrides, [&](const yaml_node& item, auto& resource) {
                           read_group_resource(reader, item, resource);
                       });
                   }},
        yaml_field{"namespaced", [&](const yaml_node& value) { reader.truth(value, out.namespaced); }},
    };
    reader.fields(node, "resources", known, [&] { out = {}; });
}

} // namespace barograph::config

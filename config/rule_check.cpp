#include "config/rule_check.hpp"

#include "config/text_position.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace barograph::config {

namespace {

/// `path`: of the overrides.
void check_overrides(yaml_reader& reader, const std::map<std::string, rules::group_resource>& overrides,
                     const std::string& path, const yaml_node& fallback,
                     const resource_catalogue& resources) {
    const auto place = [&](const std::string& below) -> const yaml_node& {
        const auto* const node = reader.nearest_value(path + below);
        return node != nullptr ? *node : fallback;
    };
    const std::string* namespace_label = nullptr;
    for (const auto& [label, resource] : overrides) {
        if (reader.gave_up()) {
            return;
        }
        if (label.empty()) {
            reader.error(place("."), "an override of an empty label; expected the name of a series label");
        }
        if (const auto objection = resources.objection_to(resource)) {
            reader.error(place('.' + label + ".resource"), *objection);
        } else if (names_namespace(resource) && namespace_label != nullptr) {
            reader.warning(place('.' + label),
                           "the label " + in_quotes(label) + " stands for the namespace, as " +
                               in_quotes(*namespace_label) + " does, which is used; expected one of them");
        } else if (names_namespace(resource)) {
            namespace_label = &label;
        }
    }
}

/// The place of a problem that was found in a field's text: inside the text where that is known.
std::size_t place_of(const yaml_reader& reader, const rules::rule_problem& found, const std::string& path,
                     const yaml_node& fallback) {
    const auto* const value = reader.value_at(path);
    if (value == nullptr || found.line == 0) {
        const auto* const holder = reader.nearest_value(path);
        return holder != nullptr ? holder->offset : fallback.offset;
    }
    const auto line_start = line_index(value->text).offset_of({found.line, 1});
    const auto in_text =
        std::min(line_start + std::max<std::size_t>(found.column, 1) - 1, value->text.size());
    return source_offset(reader.document(), *value, in_text);
}

/// True for a field of a flawed rule that is absent or could not be read: what else is said of it would only
/// repeat that.
bool is_unreadable(const yaml_reader& reader, const std::string& path) {
    const auto* const value = reader.value_at(path);
    return value == nullptr || value->what != yaml_node::kind::scalar || value->text.empty();
}

/// What prometheus-adapter takes at load without looking: any seriesQuery, and a metricsQuery without
/// template actions.
bool is_found_late_by_peer(const rules::rule_problem& found, const rules::rule_spec& spec) {
    return found.field == "seriesQuery" ||
           (found.field == "metricsQuery" && spec.metrics_query.find("<<") == std::string::npos);
}

std::string path_of(const rule_draft& draft, const rules::rule_problem& found) {
    return found.field.empty() ? draft.path : draft.path + '.' + found.field;
}

std::string message_of(const rules::rule_problem& found) {
    return found.field.empty() || found.message.starts_with(found.field) ? found.message
                                                                         : found.field + ": " + found.message;
}

std::optional<rules::rule> check(yaml_reader& reader, const rule_draft& draft,
                                 const resource_catalogue& resources, bool served) {
    check_overrides(reader, draft.spec.resources.overrides, draft.path + ".resources.overrides", *draft.node,
                    resources);
    auto compiled = rules::rule::compile(draft.spec);
    if (compiled) {
        for (const auto& found : compiled->warnings()) {
            reader.report(place_of(reader, found, path_of(draft, found), *draft.node), message_of(found),
                          severity::warning);
        }
        return std::move(*compiled);
    }
    for (const auto& found : compiled.error()) {
        const auto path = path_of(draft, found);
        if (draft.flawed && is_unreadable(reader, path)) {
            continue;
        }
        const bool late = !served && is_found_late_by_peer(found, draft.spec);
        reader.report(place_of(reader, found, path, *draft.node), message_of(found),
                      late ? severity::warning : severity::error);
    }
    return std::nullopt;
}

/// A resource rule's queries are templates like metricsQuery: each is compiled as the query of a rule that is
/// otherwise empty.
void check_resource_query(yaml_reader& reader, const std::string& query,
                          const rules::resources_spec& resources, const std::string& path,
                          const std::string& field) {
    rules::rule_spec stand_in;
    stand_in.series_query = "up";
    stand_in.resources = resources;
    stand_in.metrics_query = query.empty() ? "up" : query;
    const auto compiled = rules::rule::compile(std::move(stand_in));
    const auto* const holder = reader.nearest_value(path);
    if (compiled || holder == nullptr) {
        return;
    }
    for (auto found : compiled.error()) {
        if (found.field == "metricsQuery") {
            found.field = field;
        }
        reader.report(place_of(reader, found, path + '.' + found.field, *holder), message_of(found),
                      severity::error);
    }
}

void check_resource_rule(yaml_reader& reader, const resource_rule_spec& rule, const std::string& path,
                         const resource_catalogue& resources) {
    const auto* const node = reader.value_at(path);
    if (node == nullptr) {
        return;
    }
    check_overrides(reader, rule.resources.overrides, path + ".resources.overrides", *node, resources);
    check_resource_query(reader, rule.container_query, rule.resources, path, "containerQuery");
    check_resource_query(reader, rule.node_query, rule.resources, path, "nodeQuery");
}

} // namespace

std::optional<rules::rule> check_rule(yaml_reader& reader, const rule_draft& draft,
                                      const resource_catalogue& resources) {
    return check(reader, draft, resources, true);
}

void check_unserved_rule(yaml_reader& reader, const rule_draft& draft, const resource_catalogue& resources) {
    check(reader, draft, resources, false);
}

void check_resource_rules(yaml_reader& reader, const resource_rules_spec& rules, const std::string& path,
                          const resource_catalogue& resources) {
    check_resource_rule(reader, rules.cpu, path + ".cpu", resources);
    check_resource_rule(reader, rules.memory, path + ".memory", resources);
}

} // namespace barograph::config

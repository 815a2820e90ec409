#include "test/vectors/config.hpp"

#include "config/load.hpp"
#include "test/vectors/compare.hpp"

#include <algorithm>

namespace barograph::test::vectors {

namespace {

using nlohmann::json;

/// The cluster that the cases were recorded with serves these and nothing else.
const config::resource_catalogue& recorded_cluster() {
    static const config::resource_catalogue cluster({{"", "namespace", "namespaces"},
                                                     {"", "node", "nodes"},
                                                     {"", "pod", "pods"},
                                                     {"", "service", "services"},
                                                     {"apps", "deployment", "deployments"},
                                                     {"networking.k8s.io", "ingress", "ingresses"}});
    return cluster;
}

void add_text(json& object, const char* key, const std::string& text) {
    if (!text.empty()) {
        object[key] = text;
    }
}

json answer_of(const rules::rule_spec& rule) {
    auto filters = json::array();
    for (const auto& filter : rule.series_filters) {
        auto one = json::object();
        add_text(one, "is", filter.is);
        add_text(one, "isNot", filter.is_not);
        filters.push_back(std::move(one));
    }
    auto overrides = json::object();
    for (const auto& [label, named] : rule.resources.overrides) {
        auto one = json::object();
        add_text(one, "group", named.group);
        add_text(one, "resource", named.resource);
        overrides[label] = std::move(one);
    }
    return {{"seriesQuery", rule.series_query},
            {"seriesFilters", std::move(filters)},
            {"template", rule.resources.template_text},
            {"overrides", std::move(overrides)},
            {"namespaced", rule.resources.namespaced.value_or(true)},
            {"matches", rule.name.matches},
            {"as", rule.name.as},
            {"metricsQuery", rule.metrics_query}};
}

} // namespace

json answer_config(const json& input) {
    const auto loaded = config::parse("config.yaml", input.at("yaml").get<std::string>(), recorded_cluster());
    if (!loaded) {
        const auto first =
            std::ranges::find(loaded.error(), config::severity::error, &config::problem::level);
        return failed(config::to_string(*first), "parse");
    }
    auto external = json::array();
    for (const auto& rule : loaded->external_rules) {
        external.push_back(answer_of(rule.spec()));
    }
    return {{"rules", loaded->custom_rules.size()},
            {"resourceRules", loaded->resource_rules.has_value()},
            {"externalRules", std::move(external)}};
}

} // namespace barograph::test::vectors

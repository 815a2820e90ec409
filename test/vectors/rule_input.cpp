#include "test/vectors/rule_input.hpp"

namespace barograph::test::vectors {

using nlohmann::json;

rules::rule_spec rule_spec_from(const json& written) {
    rules::rule_spec spec;
    spec.series_query = written.value("seriesQuery", "");
    spec.metrics_query = written.value("metricsQuery", "");
    for (const auto& filter : written.value("seriesFilters", json::array()))
        spec.series_filters.push_back({filter.value("is", ""), filter.value("isNot", "")});
    const auto resources = written.value("resources", json::object());
    spec.resources.template_text = resources.value("template", "");
    const auto overrides = resources.value("overrides", json::object());
    for (const auto& [label, resource] : overrides.items())
        spec.resources.overrides[label] = {resource.value("group", ""), resource.value("resource", "")};
    if (resources.contains("namespaced"))
        spec.resources.namespaced = resources["namespaced"].get<bool>();
    const auto name = written.value("name", json::object());
    spec.name = {name.value("matches", ""), name.value("as", "")};
    return spec;
}

} // namespace barograph::test::vectors

#include "server/api_discovery.hpp"

namespace barograph::server {

namespace {

api_resource external_metric_resource(std::string_view name) {
    return {
        .name = std::string(name), .namespaced = true, .kind = "ExternalMetricValueList", .verbs = {"get"}};
}

} // namespace

api_group describe(const group_version& served) {
    const served_version only{.group_version = served.text(), .version = std::string(served.version)};
    return {.name = std::string(served.name), .versions = {only}, .preferred_version = only};
}

api_resource_list external_metric_resources(const metrics::name_list& names) {
    api_resource_list list{.group_version = external_metrics.text(), .resources = {}};
    list.resources.reserve(names.names.size());
    for (const auto& name : names.names) {
        list.resources.push_back(external_metric_resource(name));
    }
    if (list.resources.empty()) {
        list.resources.push_back(external_metric_resource("externalmetrics"));
    }
    return list;
}

} // namespace barograph::server

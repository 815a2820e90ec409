#include "server/api_discovery.hpp"

#include <algorithm>
#include <iterator>

namespace barograph::server {

namespace {

constexpr std::string_view list_kind = "ExternalMetricValueList";

const std::vector<std::string>& placeholder() {
    static const std::vector<std::string> names = {"externalmetrics"};
    return names;
}

api_resource external_metric_resource(const std::string& name) {
    return {.name = name, .namespaced = true, .kind = std::string(list_kind), .verbs = {"get"}};
}

resource_discovery external_metric_discovery_resource(const std::string& name) {
    return {.resource = name,
            .response_group = std::string(external_metrics.name),
            .response_version = std::string(external_metrics.version),
            .response_kind = std::string(list_kind),
            .scope = "Namespaced",
            .verbs = {"get"}};
}

} // namespace

api_group describe(const group_version& served) {
    const served_version only{.group_version = served.text(), .version = std::string(served.version)};
    return {.name = std::string(served.name), .versions = {only}, .preferred_version = only};
}

std::span<const std::string> listed_names(const metrics::name_list& names) {
    const std::span<const std::string> all = names.names.empty() ? placeholder() : names.names;
    return all.first(std::min(all.size(), most_listed));
}

api_resource_list external_metric_resources(const metrics::name_list& names) {
    api_resource_list list{.group_version = external_metrics.text(), .resources = {}};
    std::ranges::transform(listed_names(names), std::back_inserter(list.resources), external_metric_resource);
    return list;
}

group_discovery_list external_metric_discovery(const metrics::name_list& names, std::string api_version) {
    group_discovery_list list{.api_version = std::move(api_version),
                              .group = std::string(external_metrics.name),
                              .version = std::string(external_metrics.version),
                              .resources = {}};
    std::ranges::transform(listed_names(names), std::back_inserter(list.resources),
                           external_metric_discovery_resource);
    return list;
}

} // namespace barograph::server

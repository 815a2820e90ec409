#include "server/documents.hpp"

#include "rules/quantity.hpp"
#include "server/timestamp.hpp"

#include <nlohmann/json.hpp>

namespace barograph::server {

namespace {

using json = nlohmann::ordered_json;

json group_body(const api_group& group) {
    const json version{{"groupVersion", group.group_version()}, {"version", group.version}};
    return {{"name", group.name}, {"versions", json::array({version})}, {"preferredVersion", version}};
}

json resource(std::string_view name) {
    return {{"name", name},
            {"singularName", ""},
            {"namespaced", true},
            {"kind", "ExternalMetricValueList"},
            {"verbs", json::array({"get"})}};
}

json labels_of(const metrics::external_value& value) {
    if (!value.labels) {
        return nullptr;
    }
    auto labels = json::object();
    for (const auto& [name, text] : *value.labels) {
        labels[name] = text;
    }
    return labels;
}

} // namespace

json status_object(const status& failure) {
    json object{
        {"kind", "Status"}, {"apiVersion", "v1"}, {"metadata", json::object()}, {"status", "Failure"}};
    if (!failure.message.empty()) {
        object["message"] = failure.message;
    }
    if (!failure.reason.empty()) {
        object["reason"] = failure.reason;
    }
    if (failure.details) {
        object["details"] = {{"group", failure.details->group}, {"kind", failure.details->kind}};
    }
    object["code"] = failure.code;
    return object;
}

json api_group_object(const api_group& group) {
    json object{{"kind", "APIGroup"}, {"apiVersion", "v1"}};
    object.update(group_body(group));
    return object;
}

json api_group_list_object(std::span<const api_group> groups) {
    auto list = json::array();
    for (const auto& group : groups) {
        list.push_back(group_body(group));
    }
    return {{"kind", "APIGroupList"}, {"apiVersion", "v1"}, {"groups", std::move(list)}};
}

json api_resource_list_object(const api_group& group, const metrics::name_list& names) {
    auto resources = json::array();
    for (const auto& name : names.names) {
        resources.push_back(resource(name));
    }
    if (resources.empty()) {
        resources.push_back(resource("externalmetrics"));
    }
    return {{"kind", "APIResourceList"},
            {"apiVersion", "v1"},
            {"groupVersion", group.group_version()},
            {"resources", std::move(resources)}};
}

json external_metric_value_list_object(const metrics::value_list& values) {
    auto items = json::array();
    for (const auto& value : values) {
        items.push_back({{"metricName", value.metric_name},
                         {"metricLabels", labels_of(value)},
                         {"timestamp", rfc3339(value.timestamp)},
                         {"value", rules::format_quantity(value.milli)}});
    }
    return {{"kind", "ExternalMetricValueList"},
            {"apiVersion", external_metrics.group_version()},
            {"metadata", json::object()},
            {"items", std::move(items)}};
}

json version_object(std::string_view version) {
    const auto first_dot = version.find('.');
    const auto second_dot = version.find('.', first_dot + 1);
    return {{"major", version.substr(0, first_dot)},
            {"minor", version.substr(first_dot + 1, second_dot - first_dot - 1)},
            {"gitVersion", "v" + std::string(version)},
            {"gitCommit", ""},
            {"gitTreeState", ""},
            {"buildDate", ""},
            {"goVersion", ""},
            {"compiler", "gcc " __VERSION__},
            {"platform", "linux/" BAROGRAPH_ARCHITECTURE}};
}

json paths_object(std::span<const std::string_view> paths) {
    return {{"paths", paths}};
}

} // namespace barograph::server

#include "server/documents.hpp"

#include "rules/quantity.hpp"
#include "server/timestamp.hpp"

#include <nlohmann/json.hpp>

namespace barograph::server {

namespace {

using json = nlohmann::ordered_json;

// Kubernetes leaves out what is empty, where its types say so.
template <typename T>
void add_unless_empty(json& object, const char* name, const T& value) {
    if (!value.empty()) {
        object[name] = value;
    }
}

json version_body(const served_version& version) {
    return {{"groupVersion", version.group_version}, {"version", version.version}};
}

void add_group(json& object, const api_group& group) {
    object["name"] = group.name;
    auto& versions = object["versions"] = json::array();
    for (const auto& version : group.versions) {
        versions.push_back(version_body(version));
    }
    object["preferredVersion"] = version_body(group.preferred_version);
    for (const auto& [client_cidr, address] : group.server_addresses) {
        object["serverAddressByClientCIDRs"].push_back(
            {{"clientCIDR", client_cidr}, {"serverAddress", address}});
    }
}

json resource_body(const api_resource& resource) {
    json object{{"name", resource.name},
                {"singularName", resource.singular_name},
                {"namespaced", resource.namespaced}};
    add_unless_empty(object, "group", resource.group);
    add_unless_empty(object, "version", resource.version);
    object["kind"] = resource.kind;
    object["verbs"] = resource.verbs;
    add_unless_empty(object, "shortNames", resource.short_names);
    add_unless_empty(object, "categories", resource.categories);
    add_unless_empty(object, "storageVersionHash", resource.storage_version_hash);
    return object;
}

json details_body(const status::subject& details) {
    auto object = json::object();
    add_unless_empty(object, "name", details.name);
    add_unless_empty(object, "group", details.group);
    add_unless_empty(object, "kind", details.kind);
    add_unless_empty(object, "uid", details.uid);
    for (const auto& cause : details.causes) {
        auto body = json::object();
        add_unless_empty(body, "reason", cause.reason);
        add_unless_empty(body, "message", cause.message);
        add_unless_empty(body, "field", cause.field);
        object["causes"].push_back(std::move(body));
    }
    if (details.retry_after_seconds != 0) {
        object["retryAfterSeconds"] = details.retry_after_seconds;
    }
    return object;
}

json labels_of(const metrics::external_value& value) {
    if (!value.labels) {
        return nullptr;
    }
    auto labels = json::object();
    auto& members = labels.get_ref<json::object_t&>();
    members.reserve(value.labels->size());
    for (const auto& [name, text] : *value.labels) {
        // Not labels[name], which would look through all that are there already.
        members.push_back({name, text});
    }
    return labels;
}

json value_body(const metrics::external_value& value) {
    json object{{"metricName", value.metric_name}, {"metricLabels", labels_of(value)}};
    if (value.timestamp == no_time) {
        object["timestamp"] = nullptr;
    } else {
        object["timestamp"] = rfc3339(value.timestamp);
    }
    if (value.window) {
        object["window"] = *value.window;
    }
    object["value"] = rules::format_quantity(value.milli);
    return object;
}

} // namespace

json status_object(const status& failure) {
    json object{{"kind", "Status"}, {"apiVersion", "v1"}, {"metadata", json::object()}};
    add_unless_empty(object, "status", failure.outcome);
    add_unless_empty(object, "message", failure.message);
    add_unless_empty(object, "reason", failure.reason);
    if (failure.details) {
        object["details"] = details_body(*failure.details);
    }
    if (failure.code != 0) {
        object["code"] = failure.code;
    }
    return object;
}

json api_group_object(const api_group& group) {
    json object{{"kind", "APIGroup"}, {"apiVersion", "v1"}};
    add_group(object, group);
    return object;
}

json api_group_list_object(const api_group_list& list) {
    auto groups = json::array();
    for (const auto& group : list.groups) {
        add_group(groups.emplace_back(json::object()), group);
    }
    return {{"kind", "APIGroupList"}, {"apiVersion", "v1"}, {"groups", std::move(groups)}};
}

json api_resource_list_object(const api_resource_list& list) {
    auto resources = json::array();
    for (const auto& resource : list.resources) {
        resources.push_back(resource_body(resource));
    }
    return {{"kind", "APIResourceList"},
            {"apiVersion", "v1"},
            {"groupVersion", list.group_version},
            {"resources", std::move(resources)}};
}

json group_discovery_list_object(const group_discovery_list& all) {
    auto resources = json::array();
    for (const auto& one : all.resources) {
        resources.push_back({{"resource", one.resource},
                             {"responseKind",
                              {{"group", one.response_group},
                               {"version", one.response_version},
                               {"kind", one.response_kind}}},
                             {"scope", one.scope},
                             {"singularResource", ""},
                             {"verbs", one.verbs}});
    }
    json version{{"version", all.version},
                 {"resources", std::move(resources)},
                 {"freshness", group_discovery_freshness}};
    json group{{"metadata", {{"name", all.group}}}, {"versions", json::array({std::move(version)})}};
    return {{"kind", "APIGroupDiscoveryList"},
            {"apiVersion", all.api_version},
            {"metadata", json::object()},
            {"items", json::array({std::move(group)})}};
}

json external_metric_value_list_object(const metrics::value_list& values) {
    auto items = json::array();
    for (const auto& value : values) {
        items.push_back(value_body(value));
    }
    return {{"kind", "ExternalMetricValueList"},
            {"apiVersion", external_metrics.text()},
            {"metadata", json::object()},
            {"items", std::move(items)}};
}

json paths_object(std::span<const std::string_view> paths) {
    return {{"paths", paths}};
}

} // namespace barograph::server

#include "test/vectors/api_object.hpp"

#include "server/timestamp.hpp"

#include <set>
#include <stdexcept>
#include <string_view>

namespace barograph::test::vectors {

namespace {

using nlohmann::json;

/// An answer that leaves out what it was given would be judged as if it had not been asked.
void expect_only(const json& object, const std::set<std::string>& known) {
    for (const auto& [name, value] : object.items()) {
        if (!known.contains(name)) {
            throw std::invalid_argument("no field is known for \"" + name + "\"");
        }
    }
}

std::string text(const json& object, const char* name) {
    return object.value(name, "");
}

std::vector<std::string> texts(const json& object, const char* name) {
    return object.value(name, std::vector<std::string>{});
}

metrics::external_value value_from(const json& item) {
    expect_only(item, {"metricName", "metricLabels", "seconds", "nanos", "window", "milli"});
    metrics::external_value value{.metric_name = item.at("metricName"),
                                  .labels = std::nullopt,
                                  .timestamp = server::no_time,
                                  .milli = item.at("milli")};
    // An object of nlohmann::json is sorted by name, as the labels have to be.
    if (const auto labels = item.find("metricLabels"); labels != item.end() && !labels->is_null()) {
        value.labels.emplace();
        for (const auto& [name, label] : labels->items()) {
            value.labels->emplace_back(name, label.get<std::string>());
        }
    }
    if (const auto seconds = item.find("seconds"); seconds != item.end() && !seconds->is_null()) {
        value.timestamp = *seconds;
    }
    if (const auto window = item.find("window"); window != item.end() && !window->is_null()) {
        value.window = window->get<std::int64_t>();
    }
    return value;
}

server::status::subject subject_from(const json& object) {
    expect_only(object, {"name", "group", "kind", "uid", "causes", "retryAfterSeconds"});
    server::status::subject about{.name = text(object, "name"),
                                  .group = text(object, "group"),
                                  .kind = text(object, "kind"),
                                  .uid = text(object, "uid"),
                                  .causes = {},
                                  .retry_after_seconds = object.value("retryAfterSeconds", 0)};
    for (const auto& one : object.value("causes", json::array())) {
        expect_only(one, {"reason", "message", "field"});
        about.causes.push_back(
            {.reason = text(one, "reason"), .message = text(one, "message"), .field = text(one, "field")});
    }
    return about;
}

std::string_view static_text(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() ? std::string_view{} : found->get_ref<const std::string&>();
}

server::served_version version_from(const json& object) {
    expect_only(object, {"groupVersion", "version"});
    return {.group_version = text(object, "groupVersion"), .version = text(object, "version")};
}

server::api_resource resource_from(const json& object) {
    expect_only(object, {"name", "singularName", "namespaced", "group", "version", "kind", "verbs",
                         "shortNames", "categories", "storageVersionHash"});
    return {.name = text(object, "name"),
            .singular_name = text(object, "singularName"),
            .namespaced = object.value("namespaced", false),
            .group = text(object, "group"),
            .version = text(object, "version"),
            .kind = text(object, "kind"),
            .verbs = texts(object, "verbs"),
            .short_names = texts(object, "shortNames"),
            .categories = texts(object, "categories"),
            .storage_version_hash = text(object, "storageVersionHash")};
}

} // namespace

metrics::value_list value_list_from(const json& items) {
    metrics::value_list values;
    for (const auto& item : items) {
        values.push_back(value_from(item));
    }
    return values;
}

server::status status_from(const json& object) {
    expect_only(object, {"kind", "apiVersion", "metadata", "status", "message", "reason", "details", "code"});
    expect_only(object.value("metadata", json::object()), {});
    server::status status{.code = object.value("code", 0U),
                          .reason = static_text(object, "reason"),
                          .message = text(object, "message"),
                          .details = std::nullopt,
                          .outcome = static_text(object, "status")};
    if (const auto details = object.find("details"); details != object.end() && !details->is_null()) {
        status.details = subject_from(*details);
    }
    return status;
}

server::api_group api_group_from(const json& object) {
    expect_only(object,
                {"kind", "apiVersion", "name", "versions", "preferredVersion", "serverAddressByClientCIDRs"});
    server::api_group group{.name = text(object, "name"),
                            .versions = {},
                            .preferred_version =
                                version_from(object.value("preferredVersion", json::object()))};
    for (const auto& version : object.value("versions", json::array())) {
        group.versions.push_back(version_from(version));
    }
    for (const auto& address : object.value("serverAddressByClientCIDRs", json::array())) {
        expect_only(address, {"clientCIDR", "serverAddress"});
        group.server_addresses.push_back(
            {.client_cidr = text(address, "clientCIDR"), .address = text(address, "serverAddress")});
    }
    return group;
}

server::api_group_list api_group_list_from(const json& object) {
    expect_only(object, {"kind", "apiVersion", "groups"});
    server::api_group_list list;
    for (const auto& group : object.at("groups")) {
        list.groups.push_back(api_group_from(group));
    }
    return list;
}

server::api_resource_list api_resource_list_from(const json& object) {
    expect_only(object, {"kind", "apiVersion", "groupVersion", "resources"});
    server::api_resource_list list{.group_version = text(object, "groupVersion"), .resources = {}};
    for (const auto& resource : object.at("resources")) {
        list.resources.push_back(resource_from(resource));
    }
    return list;
}

} // namespace barograph::test::vectors

#pragma once
#include "metrics/provider.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a client learns about this API before it asks for a metric: plain structs, from which JSON
/// (`server/documents.hpp`) and protobuf (`server/protobuf/documents.hpp`) are written alike. Sources:
/// Kubernetes API types meta/v1, apidiscovery/v2 and apidiscovery/v2beta1.
namespace barograph::server {

/// A version of an API group, by its two names.
struct group_version {
    std::string_view name; ///< of the group
    std::string_view version;

    [[nodiscard]] std::string text() const { return std::string(name) + "/" + std::string(version); }
};

inline constexpr group_version external_metrics{.name = "external.metrics.k8s.io", .version = "v1beta1"};

/// A version in which a group is served (GroupVersionForDiscovery).
struct served_version {
    std::string group_version; ///< both names, `external.metrics.k8s.io/v1beta1`
    std::string version;
};

/// Which address a client in `client_cidr` should ask (ServerAddressByClientCIDR).
struct server_address {
    std::string client_cidr;
    std::string address;
};

/// APIGroup.
struct api_group {
    std::string name;
    std::vector<served_version> versions;
    served_version preferred_version;
    std::vector<server_address> server_addresses{};
};

/// APIGroupList.
struct api_group_list {
    std::vector<api_group> groups;
};

/// APIResource.
struct api_resource {
    std::string name;
    std::string singular_name{};
    bool namespaced = false;
    std::string group{};   ///< empty: that of the list
    std::string version{}; ///< empty: that of the list
    std::string kind;
    std::vector<std::string> verbs;
    std::vector<std::string> short_names{};
    std::vector<std::string> categories{};
    std::string storage_version_hash{};
};

/// APIResourceList.
struct api_resource_list {
    std::string group_version;
    std::vector<api_resource> resources;
};

/// APIResourceDiscovery, of apidiscovery.k8s.io/v2 and v2beta1 alike.
struct resource_discovery {
    std::string resource;
    std::string response_group;
    std::string response_version;
    std::string response_kind;
    std::string scope; ///< `Namespaced` or `Cluster`
    std::vector<std::string> verbs;
};

/// What the list says of its own age: it is never an old one.
inline constexpr std::string_view group_discovery_freshness = "Current";

/// APIGroupDiscoveryList with its one group in its one version: all that there is, in one answer.
struct group_discovery_list {
    std::string api_version; ///< of the types: `apidiscovery.k8s.io/v2` or `…/v2beta1`
    std::string group;
    std::string version;
    std::vector<resource_discovery> resources;
};

/// The group as it is served: in this one version.
[[nodiscard]] api_group describe(const group_version& served);

/// A resource for each external metric. Never empty: clients take an empty list for a broken group, so
/// without any metric one placeholder stands in it.
[[nodiscard]] api_resource_list external_metric_resources(const metrics::name_list& names);
/// The same resources for aggregated discovery, the response kind with group and version: clients crash
/// without.
[[nodiscard]] group_discovery_list external_metric_discovery(const metrics::name_list& names,
                                                             std::string api_version);

/// More metrics are answered, but not listed: kube-apiserver, its controllers and every kubectl read the
/// whole list again and again, and at some length they fail.
inline constexpr std::size_t most_listed = 10'000;

/// The names that are listed as resources: the first of the metrics, or the placeholder.
[[nodiscard]] std::span<const std::string> listed_names(const metrics::name_list& names);

} // namespace barograph::server

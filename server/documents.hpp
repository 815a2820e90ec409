#pragma once
#include "kube/user.hpp"
#include "metrics/provider.hpp"
#include "server/status.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>
#include <string_view>

/// The objects that this API serves, as JSON. Sources: Kubernetes API types meta/v1 and
/// external_metrics/v1beta1.
namespace barograph::server {

/// An API group with its one version.
struct api_group {
    std::string_view name;
    std::string_view version;

    [[nodiscard]] std::string group_version() const { return std::string(name) + "/" + std::string(version); }
};

inline constexpr api_group external_metrics{.name = "external.metrics.k8s.io", .version = "v1beta1"};

nlohmann::ordered_json status_object(const status& failure);
nlohmann::ordered_json api_group_object(const api_group& group);
nlohmann::ordered_json api_group_list_object(std::span<const api_group> groups);
/// Never empty: clients take an empty list for a broken group, so without any metric one placeholder stands
/// in it.
nlohmann::ordered_json api_resource_list_object(const api_group& group, const metrics::name_list& names);
nlohmann::ordered_json external_metric_value_list_object(const metrics::value_list& values);
nlohmann::ordered_json version_object(std::string_view version);
/// `/` and every unknown path: what there is.
nlohmann::ordered_json paths_object(std::span<const std::string_view> paths);

} // namespace barograph::server

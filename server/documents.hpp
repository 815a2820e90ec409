#pragma once
#include "metrics/provider.hpp"
#include "server/api_discovery.hpp"
#include "server/status.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string_view>

/// The objects that this API serves, as JSON; `server/protobuf/documents.hpp` writes the same structs as
/// protobuf. Sources: Kubernetes API types meta/v1, apidiscovery/v2 and external_metrics/v1beta1.
namespace barograph::server {

nlohmann::ordered_json status_object(const status& failure);
nlohmann::ordered_json api_group_object(const api_group& group);
nlohmann::ordered_json api_group_list_object(const api_group_list& list);
nlohmann::ordered_json api_resource_list_object(const api_resource_list& list);
nlohmann::ordered_json group_discovery_list_object(const group_discovery_list& all);
nlohmann::ordered_json external_metric_value_list_object(const metrics::value_list& values);
/// `/` and every unknown path: what there is.
nlohmann::ordered_json paths_object(std::span<const std::string_view> paths);

} // namespace barograph::server

#pragma once
#include "metrics/provider.hpp"
#include "server/api_discovery.hpp"
#include "server/status.hpp"

#include <nlohmann/json.hpp>

/// The server's structs from the objects of group protobuf. All throw when an object holds what they cannot.
namespace barograph::test::vectors {

[[nodiscard]] metrics::value_list value_list_from(const nlohmann::json& items);
/// Refers to text in `object`, which has to live longer.
[[nodiscard]] server::status status_from(const nlohmann::json& object);
[[nodiscard]] server::api_group api_group_from(const nlohmann::json& object);
[[nodiscard]] server::api_group_list api_group_list_from(const nlohmann::json& object);
[[nodiscard]] server::api_resource_list api_resource_list_from(const nlohmann::json& object);

} // namespace barograph::test::vectors

#pragma once
#include "metrics/provider.hpp"
#include "server/api_discovery.hpp"
#include "server/negotiation.hpp"
#include "server/status.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

/// The objects of the API as bodies, in the form that was agreed on with the client. Thread-safe.
namespace barograph::server {

std::string encode(const status& failure, representation form);
std::string encode(const api_group& group, representation form);
std::string encode(const api_group_list& list, representation form);
std::string encode(const api_resource_list& list, representation form);
std::string encode(const group_discovery_list& all, representation form);
std::string encode(const metrics::value_list& values, representation form);

} // namespace barograph::server

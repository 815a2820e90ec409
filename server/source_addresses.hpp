#pragma once
#include "server/request.hpp"

#include <string>
#include <vector>

namespace barograph::server {

/// Where a request came from, as Kubernetes' audit events list it: the addresses of X-Forwarded-For, then
/// X-Real-Ip, then the connection's. Any client can make up all but the last.
std::vector<std::string> source_addresses(const request& question);

} // namespace barograph::server

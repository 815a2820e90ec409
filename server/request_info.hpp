#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::server {

/// What a request asks for, in the words that authorization uses. Source: Kubernetes API concepts, "Resource
/// URIs".
struct request_info {
    std::string path;                  ///< decoded
    std::vector<std::string> segments; ///< of the decoded path, without empty ones
    std::string verb; ///< `get`, `list`, `watch`, …; for a non-resource path the lower-case method
    bool is_resource = false;
    std::string ns; ///< the three are set for resources only
    std::string group;
    std::string version;
    std::string resource;
};

/// Reads method, path and query. Error: the path is not percent-encoded properly, or holds a NUL.
std::expected<request_info, std::string> read_request_info(std::string_view method, std::string_view path,
                                                           std::string_view query);

} // namespace barograph::server

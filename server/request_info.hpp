#pragma once
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::server {

/// What a request asks for, in the words that authorization uses. Source: Kubernetes API concepts, "Resource
/// URIs".
struct request_info {
    std::string path; ///< decoded
    /// Of the decoded path. Where two slashes follow each other there is an empty one, which no route has; at
    /// the end there are none, but slashes_at_end.
    std::vector<std::string> segments;
    std::size_t slashes_at_end = 0; ///< which some routes take and others do not; of `/` alone: 0
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

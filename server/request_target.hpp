#pragma once
#include <string_view>

namespace barograph::server {

/// What a request line asks for.
struct request_target {
    std::string_view path;  ///< still percent-encoded; what is no path at all, `*` say, is left as it is
    std::string_view query; ///< what follows the first `?`, still percent-encoded
};

/// Takes a request target apart: `/path?query`, or the absolute form `https://host/path?query`, whose host
/// counts for nothing here. Source: RFC 9112, section 3.2. The views are into `target`.
[[nodiscard]] request_target split_target(std::string_view target);

} // namespace barograph::server

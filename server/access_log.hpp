#pragma once
#include "server/request.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

/// Lines of the access log. They hold what is named here and nothing else of a request: no header that may be
/// a secret. What clients choose is in quotes, escaped, and cut when it is long.
namespace barograph::server {

/// One request that was answered.
struct access {
    const connection& from;
    std::string_view method;
    std::string_view path;
    std::string_view query;
    std::string_view agent; ///< the User-Agent
    std::string_view user;  ///< empty: nobody had to be known
    std::string_view audit_id;
    unsigned status = 0;
    std::size_t bytes = 0; ///< of the body that was sent
    std::chrono::nanoseconds took{};
};

std::string access_line(const access& seen);

/// What could not be read as a request and was refused.
std::string refusal_line(const connection& from, unsigned status, std::string_view reason);

} // namespace barograph::server

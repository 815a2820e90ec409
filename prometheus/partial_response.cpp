#include "prometheus/partial_response.hpp"

#include <algorithm>
#include <array>

namespace barograph::prometheus {

bool tells_partial_response(std::string_view warning) {
    using namespace std::string_view_literals;
    // Annotations of the PromQL engine are about the query and may quote any text.
    if (warning.starts_with("PromQL ")) {
        return false;
    }
    constexpr std::array signs = {
        "fetch series for"sv,
        "receive series from"sv,
        "failed to receive any data"sv,
        "No StoreAPIs matched"sv,
        "rpc error"sv,
        "partial response"sv,
        "remote_read"sv,
        "error sending request"sv,
        "query frontend timeout"sv,
    };
    return std::ranges::any_of(signs,
                               [&](auto sign) { return warning.find(sign) != std::string_view::npos; });
}

} // namespace barograph::prometheus

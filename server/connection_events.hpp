#pragma once
#include "server/connection.hpp"

#include <functional>
#include <string_view>

namespace barograph::server {

/// What happens to connections, for whoever counts it. Each may be empty.
struct connection_events {
    std::function<void(bool done)> handshake;          ///< TLS was begun, or could not be
    std::function<void(std::string_view why)> refused; ///< closed at once: `connections` or `peer`
    /// Something came that is no request, and is answered with this status.
    std::function<void(const connection& from, unsigned status, std::string_view reason)> unreadable;
};

inline const connection_events unobserved{};

} // namespace barograph::server

#pragma once
#include <chrono>
#include <cstddef>

namespace barograph::server {

/// What one client may use up. Every member is a bound that is enforced; zero is never "unlimited".
struct limits {
    std::size_t max_header_bytes = std::size_t{64}
                                   << 10U; ///< request line and header section together; over it: 431
    std::size_t max_target_bytes = std::size_t{16} << 10U; ///< the request target; over it: 414
    std::size_t max_body_bytes = std::size_t{64} << 10U;   ///< no request here needs one; over it: 413
    std::size_t max_connections = 10'000;                  ///< over it a new connection is closed at once
    std::chrono::seconds handshake_timeout{10};            ///< for TLS
    std::chrono::seconds header_timeout{10}; ///< from a request's first byte to the end of its header
    std::chrono::seconds body_timeout{10};   ///< for the body, when there is one
    std::chrono::seconds write_timeout{30};  ///< for an answer
    /// Longer than the 90 s after which Go's clients give up a kept connection, so that the server never
    /// closes one that the aggregator is about to use.
    std::chrono::seconds idle_timeout{120};
};

} // namespace barograph::server

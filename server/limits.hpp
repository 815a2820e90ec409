#pragma once
#include <chrono>
#include <cstddef>

namespace barograph::server {

/// What one client may use up. Every member is a bound that is enforced; zero is never "unlimited".
struct limits {
    std::size_t max_header_bytes = std::size_t{64}
                                   << 10U; ///< request line and header section together; over it: 431
    std::size_t max_header_count = 100;    ///< fields of the header section; over it: 431
    std::size_t max_target_bytes = std::size_t{16} << 10U;  ///< the request target; over it: 414
    std::size_t max_selector_bytes = std::size_t{8} << 10U; ///< labelSelector, decoded; over it: 414
    std::size_t max_body_bytes = std::size_t{64} << 10U;    ///< no request here needs one; over it: 413
    /// Over it a new connection is closed at once. Each takes 15 KiB before anybody has proved anything.
    std::size_t max_connections = 2'000;
    std::size_t max_connections_per_peer = 1'000; ///< from one address; the same
    std::size_t max_requests_in_flight = 1'000;   ///< over it: 429; probes are not counted
    /// After so many the connection ends, so that clients find new replicas.
    std::size_t max_requests_per_connection = 100'000;
    std::chrono::nanoseconds handshake_timeout = std::chrono::seconds{10}; ///< for TLS
    /// From a request's first byte to the end of its header.
    std::chrono::nanoseconds header_timeout = std::chrono::seconds{10};
    std::chrono::nanoseconds body_timeout = std::chrono::seconds{10};  ///< for the body, when there is one
    std::chrono::nanoseconds write_timeout = std::chrono::seconds{30}; ///< for an answer
    /// How long a client that was refused may go on sending what nobody reads, so that the refusal reaches it
    /// before its connection is reset.
    std::chrono::nanoseconds linger_timeout = std::chrono::seconds{1};
    /// Longer than the 90 s after which Go's clients give up a kept connection, so that the server never
    /// closes one that the aggregator is about to use.
    std::chrono::nanoseconds idle_timeout = std::chrono::seconds{120};
};

} // namespace barograph::server

#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace barograph::prometheus {

/// Why Prometheus gave no usable answer.
enum class errc {
    unreachable = 1, ///< no connection, no TLS, or the connection broke
    timed_out,       ///< no whole answer by the deadline, or Prometheus gave up by its own
    rejected,        ///< Prometheus refused the request (4xx): a faulty query or missing rights
    unavailable,     ///< 5xx
    limited,         ///< 429: asked too often, or for too much at once
    malformed,       ///< not an answer of the Prometheus HTTP API
    too_large,       ///< larger than the limit
    partial,         ///< the backend says that part of the data is missing
    cancelled,       ///< shutdown
};

struct error {
    errc code{};
    std::string message; ///< one sentence naming the backend and the cause; holds no credentials
    std::optional<std::chrono::seconds> retry_after{}; ///< when to ask again, if the backend says so
    /// No other request would fare better now: there is no connection, or what answered is a gateway that has
    /// no backend. Of the other failures each may be a matter of its request alone.
    bool concerns_all = false;
};

/// The name of a cause that others may have at the same time, such as a backend that is gone; empty when it
/// is a matter of the one request. A constant.
std::string_view shared_cause(errc code);

} // namespace barograph::prometheus

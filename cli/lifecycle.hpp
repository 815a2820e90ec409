#pragma once
#include "net/asio.hpp"
#include "net/task_group.hpp"
#include "server/listener.hpp"

#include <chrono>

namespace barograph::cli {

/// How the process ends.
struct shutdown_options {
    std::chrono::nanoseconds delay{0}; ///< serve on, not ready, before anything closes
    std::chrono::nanoseconds grace = std::chrono::seconds{30}; ///< for requests in flight
};

/// Waits for SIGTERM or SIGINT, then ends in order: not ready, delay, stop accepting, finish what is in
/// flight, end the background tasks. A second signal ends the process at once. `draining` turns true first.
/// The signals are caught from the call on, before the coroutine runs.
net::awaitable<> run_until_signal(net::executor ex, server::listener& listener, net::task_group& background,
                                  bool& draining, shutdown_options options);

} // namespace barograph::cli

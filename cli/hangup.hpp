#pragma once
#include "net/asio.hpp"

#include <functional>

namespace barograph::cli {

/// Calls `reload` at every SIGHUP, until cancelled. The signal is caught from the call on, before the
/// coroutine runs.
net::awaitable<> on_hangup(net::executor ex, std::function<void()> reload);

} // namespace barograph::cli

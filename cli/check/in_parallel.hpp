#pragma once
#include "net/asio.hpp"

#include <cstddef>
#include <functional>

namespace barograph::cli {

/// Awaits `task(0)` to `task(count - 1)`, begun in this order, at most `most` of them at a time. An exception
/// of one is thrown here, after all others have ended.
net::awaitable<> in_parallel(net::executor ex, std::size_t count, std::size_t most,
                             std::function<net::awaitable<>(std::size_t)> task);

} // namespace barograph::cli

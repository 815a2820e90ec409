#pragma once
#include "net/asio.hpp"

#include <chrono>
#include <functional>

namespace barograph::metrics {

/// Where the time comes from; a test puts its own here. Both must be callable at any time.
struct clock {
    std::function<net::time_point()> monotonic = [] { return net::steady_clock::now(); };
    std::function<std::chrono::sys_seconds()> wall = [] {
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    };
};

} // namespace barograph::metrics

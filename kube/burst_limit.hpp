#pragma once
#include "net/asio.hpp"

#include <chrono>
#include <cstddef>
#include <deque>

namespace barograph::kube {

/// At most so many of something within any window of time. A plain value; the time is given to it.
class burst_limit {
public:
    burst_limit(std::size_t most, std::chrono::milliseconds window) : most_(most), window_(window) {}

    /// When there may be one more: `now`, or later.
    [[nodiscard]] net::time_point next(net::time_point now) const;
    /// There was one.
    void count(net::time_point now);

private:
    std::size_t most_;
    std::chrono::milliseconds window_;
    std::deque<net::time_point> latest_; ///< `most_` at most, oldest first
};

} // namespace barograph::kube

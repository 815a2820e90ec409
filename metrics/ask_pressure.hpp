#pragma once
#include "net/asio.hpp"

#include <array>
#include <chrono>
#include <cstddef>

namespace barograph::metrics {

/// Whether several asks had to wait lately, as when a controller begins behind a slow backend. Not
/// thread-safe.
class ask_pressure {
public:
    void waited(net::time_point when) {
        last_[oldest_] = when;
        oldest_ = (oldest_ + 1) % last_.size();
    }

    [[nodiscard]] bool is_high(net::time_point now) const {
        return last_[oldest_] != net::time_point{} && now - last_[oldest_] < lately;
    }

private:
    static constexpr std::size_t several = 4;
    static constexpr std::chrono::seconds lately{30};

    std::array<net::time_point, several> last_{};
    std::size_t oldest_ = 0;
};

} // namespace barograph::metrics

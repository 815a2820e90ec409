#include "metrics/latency_estimate.hpp"

#include <chrono>
#include <utility>

namespace barograph::metrics {

void latency_estimate::took(duration measured, net::time_point now) {
    // RFC 6298 begins with half, which of a slow backend would be longer than any value may be old.
    constexpr int first_deviation = 8;
    constexpr int deviation_weight = 4;
    constexpr int mean_weight = 8;
    if (!measured_) {
        measured_ = true;
        mean_ = measured;
        deviation_ = measured / first_deviation;
        least_ = least_before_ = measured;
        minute_began_ = now;
        return;
    }
    if (now - minute_began_ >= std::chrono::minutes{1}) {
        least_before_ = std::exchange(least_, measured);
        minute_began_ = now;
    }
    least_ = std::min(least_, measured);
    deviation_ += (std::chrono::abs(mean_ - measured) - deviation_) / deviation_weight;
    mean_ += (measured - mean_) / mean_weight;
}

} // namespace barograph::metrics

#include "metrics/latency_estimate.hpp"

#include <chrono>

namespace barograph::metrics {

void latency_estimate::took(duration measured) {
    // RFC 6298 begins with half, which of a slow backend would be longer than any value may be old.
    constexpr int first_deviation = 8;
    constexpr int deviation_weight = 4;
    constexpr int mean_weight = 8;
    if (!measured_) {
        measured_ = true;
        mean_ = measured;
        deviation_ = measured / first_deviation;
        return;
    }
    deviation_ += (std::chrono::abs(mean_ - measured) - deviation_) / deviation_weight;
    mean_ += (measured - mean_) / mean_weight;
}

} // namespace barograph::metrics

#include "metrics/latency_estimate.hpp"

#include <chrono>
#include <cstdint>
#include <utility>

namespace barograph::metrics {

namespace {

// Prometheus evaluates so many at once (the default of its --query.max-concurrency). Of more than that each
// waits for others, and takes no longer by itself than its share of the time.
latency_estimate::duration without_queue(latency_estimate::duration measured, std::size_t under_way) {
    constexpr std::size_t evaluated_at_once = 20;
    return under_way <= evaluated_at_once
               ? measured
               : measured * static_cast<int>(evaluated_at_once) / static_cast<std::int64_t>(under_way);
}

} // namespace

void latency_estimate::took(duration measured, net::time_point now, std::size_t under_way) {
    // RFC 6298 begins with half, which of a slow backend would be longer than any value may be old.
    constexpr int first_deviation = 8;
    constexpr int deviation_weight = 4;
    constexpr int mean_weight = 8;
    const auto own = without_queue(measured, under_way);
    if (!measured_) {
        measured_ = true;
        mean_ = measured;
        deviation_ = measured / first_deviation;
        last_.fill(own);
        least_ = least_before_ = own;
        minute_began_ = now;
        return;
    }
    const auto three = kept_within(own);
    if (now - minute_began_ >= std::chrono::minutes{1}) {
        least_before_ = std::exchange(least_, three);
        minute_began_ = now;
    }
    least_ = std::min(least_, three);
    deviation_ += (std::chrono::abs(mean_ - measured) - deviation_) / deviation_weight;
    mean_ += (measured - mean_) / mean_weight;
}

latency_estimate::duration latency_estimate::kept_within(duration own) {
    const auto longest = std::max({last_[0], last_[1], own});
    last_ = {last_[1], own};
    return longest;
}

} // namespace barograph::metrics

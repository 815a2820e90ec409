#include "metrics/relist_schedule.hpp"

#include <algorithm>

namespace barograph::metrics {

std::chrono::nanoseconds relist_schedule::pause_after(bool complete) {
    if (complete) {
        next_retry_ = options_.min_retry;
        return options_.interval;
    }
    const auto retry = next_retry_;
    next_retry_ = std::min(retry * 2, options_.max_retry);
    return std::min(retry, options_.interval);
}

} // namespace barograph::metrics

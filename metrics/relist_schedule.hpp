#pragma once
#include <chrono>

namespace barograph::metrics {

struct relist_schedule_options {
    std::chrono::nanoseconds interval = std::chrono::minutes{10}; ///< after a listing that worked
    /// After a listing that failed: first this, then twice as long each time, up to max_retry and never
    /// longer than `interval`.
    std::chrono::nanoseconds min_retry = std::chrono::seconds{1};
    std::chrono::nanoseconds max_retry = std::chrono::seconds{30};
};

/// When series are listed next. Pure: it says how long to wait, and waits for nothing.
class relist_schedule {
public:
    explicit relist_schedule(relist_schedule_options options)
        : options_(options), next_retry_(options.min_retry) {}

    /// How long to wait after a listing; `complete`: no rule failed.
    std::chrono::nanoseconds pause_after(bool complete);

private:
    relist_schedule_options options_;
    std::chrono::nanoseconds next_retry_;
};

} // namespace barograph::metrics

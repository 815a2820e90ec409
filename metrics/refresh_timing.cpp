#include "metrics/refresh_timing.hpp"

#include <algorithm>

namespace barograph::metrics {

namespace {

using duration = refresh_timing::duration;

duration most_kept(duration usable) {
    return std::min<duration>(usable / 3, std::chrono::seconds{1});
}

duration kept_for(duration jitter, duration usable) {
    constexpr int times = 2;
    constexpr int least_divisor = 25;
    return std::clamp<duration>(times * jitter, usable / least_divisor, most_kept(usable));
}

} // namespace

refresh_timing::refresh_timing(duration max_staleness, duration latency,
                               std::optional<ask_misses::spread> jitter, bool crowded)
    : latency_(latency), usable_(std::max(max_staleness - latency, duration::zero())),
      shareable_(crowded ? latency + usable_ : usable_ - latency),
      for_early_(jitter ? kept_for(jitter->early, usable_) : most_kept(usable_) / 2),
      for_late_(jitter ? kept_for(jitter->late, usable_) : most_kept(usable_)),
      certain_(jitter && std::max(jitter->early, jitter->late) <= most_kept(usable_)) {}

duration refresh_timing::serves_for() const {
    // One less than there may be, since some take longer than usual.
    constexpr int keeping_up = queries_at_once - 1;
    const auto told_until = latency_ + usable_ - for_late_;
    return std::max(
        {lead() + for_early_, std::min(lead() + latency_ / keeping_up, told_until), shareable_ - for_late_});
}

} // namespace barograph::metrics

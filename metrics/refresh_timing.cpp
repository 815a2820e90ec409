#include "metrics/refresh_timing.hpp"

#include <algorithm>

namespace barograph::metrics {

namespace {

using duration = refresh_timing::duration;

duration margin_for(duration usable, std::optional<duration> jitter) {
    constexpr int times = 4;
    constexpr std::chrono::milliseconds least{200};
    const auto most = std::min<duration>(usable / 4, std::chrono::seconds{1});
    return jitter ? std::clamp<duration>(times * *jitter, std::min<duration>(least, most), most) : most;
}

} // namespace

refresh_timing::refresh_timing(duration max_staleness, duration latency, std::optional<duration> jitter)
    : latency_(latency), usable_(std::max(max_staleness - latency, duration::zero())),
      margin_(margin_for(usable_, jitter)) {}

} // namespace barograph::metrics

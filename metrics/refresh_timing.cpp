#include "metrics/refresh_timing.hpp"

#include <algorithm>

namespace barograph::metrics {

refresh_timing::refresh_timing(duration max_staleness, duration latency)
    : latency_(latency), usable_(std::max(max_staleness - latency, duration::zero())),
      margin_(std::min<duration>(usable_ / 3, std::chrono::seconds{1})) {}

} // namespace barograph::metrics

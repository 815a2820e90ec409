#pragma once
#include "net/asio.hpp"

namespace barograph::metrics {

/// When to ask Prometheus so that a value is in memory when its ask comes. Pure.
///
/// A value may be told until `max_staleness` after its query was sent, and arrives `latency` after that. What
/// is left in between is shared out: a third of it, a second at most, for asks that come early, as much for
/// those that come late.
class refresh_timing {
public:
    using duration = net::steady_clock::duration;

    refresh_timing(duration max_staleness, duration latency);

    /// Whether a value can arrive in time to be told from memory at all.
    [[nodiscard]] bool possible() const { return usable_ > duration::zero(); }

    /// By how much an ask may come earlier or later than expected.
    [[nodiscard]] duration margin() const { return margin_; }

    /// How long before an expected ask the query goes out.
    [[nodiscard]] duration lead() const { return latency_ + margin_; }

    /// Until when asks are expected that a query sent at `now` serves.
    [[nodiscard]] net::time_point serves_until(net::time_point now) const {
        return now + latency_ + usable_ - margin_;
    }

private:
    duration latency_;
    duration usable_;
    duration margin_;
};

} // namespace barograph::metrics

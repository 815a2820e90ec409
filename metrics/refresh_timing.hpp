#pragma once
#include "metrics/ask_misses.hpp"
#include "net/asio.hpp"

#include <optional>

namespace barograph::metrics {

/// When to ask Prometheus so that a value is in memory when its ask comes. Pure.
///
/// A value may be told until `max_staleness` after its query was sent, and arrives `latency` after that. Of
/// what is left in between some is kept for asks that come early, and some for those that come late: twice
/// their `jitter`, at most a third, and a second. The less is kept, the more asks one query serves, and the
/// newer is what they are told: behind a backend of 2 s each second kept is one by which a controller reacts
/// later, while an ask that comes earlier than that waits only for the rest.
///
/// The longer an answer takes, the fewer asks share it: who asks long after the query is told what was so
/// long ago, and if that has changed since, a controller learns it a whole period later. Not so while very
/// many queries are under way: then a value serves for as long as it may be told. Nor do fewer share it than
/// `queries_at_once` need to keep up with asks that never cease: with all of them under way, the next ask's
/// would leave too late.
class refresh_timing {
public:
    using duration = net::steady_clock::duration;

    /// Of the keys that one query can answer.
    static constexpr int queries_at_once = 6;

    /// Without a jitter as much is kept for late asks as may be, and half of it for early ones. `crowded`: so
    /// many queries are under way that there had better be fewer.
    refresh_timing(duration max_staleness, duration latency, std::optional<ask_misses::spread> jitter = {},
                   bool crowded = false);

    /// Whether a value can arrive in time to be told from memory at all.
    [[nodiscard]] bool possible() const { return usable_ > duration::zero(); }

    /// Whether asks are known to come so regularly that there is a value for each.
    [[nodiscard]] bool is_certain() const { return certain_; }

    /// By how much an ask may come later than expected.
    [[nodiscard]] duration patience() const { return for_late_; }

    /// How long before an expected ask the query goes out.
    [[nodiscard]] duration lead() const { return latency_ + for_early_; }

    /// For how long after a query was sent the asks are expected that it serves; never shorter than lead().
    [[nodiscard]] duration serves_for() const;

private:
    duration latency_;
    duration usable_;
    duration shareable_; ///< after a query was sent
    duration for_early_;
    duration for_late_;
    bool certain_;
};

} // namespace barograph::metrics

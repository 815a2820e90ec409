#include "metrics/rider_choice.hpp"

#include <algorithm>

namespace barograph::metrics {

namespace {

// Of what was asked so short a time ago nothing newer comes of asking again.
constexpr std::chrono::milliseconds just_now{100};

} // namespace

rider_choice::rider_choice(const query_group& group, duration max_staleness, net::time_point now,
                           occasion what)
    : max_staleness_(max_staleness), latency_(group.latency.value()), usual_(max_staleness, latency_),
      now_(now), is_slow_(group.is_slow()), is_crowded_(what.queries_are_scarce),
      also_certain_(what.somebody_waits || what.queries_are_scarce || group.is_pressed(now)) {}

bool rider_choice::is_worthwhile(const value_key& key) const {
    return usual_.possible() && (would_wait(key) || (is_slow_ && would_be_told_newer(key)));
}

bool rider_choice::would_wait(const value_key& key) const {
    // A query that leaves when this one has landed comes too late for them.
    const auto needed_until = now_ + std::max(usual_.lead(), 2 * latency_);
    const auto under_way = key.under_way(now_);
    const bool will_have_one = under_way && *under_way + max_staleness_ > needed_until;
    return !will_have_one && !key.live->peek(needed_until) && may_ask_soon(key, now_) &&
           (!timing(key).is_certain() || (also_certain_ && may_come_in_time(key)));
}

bool rider_choice::may_come_in_time(const value_key& key) const {
    if (is_slow_) {
        return true;
    }
    const auto pattern = key.live->pattern();
    const auto last = pattern.last();
    const auto ask = last ? pattern.next(*last + usual_.patience()) : std::nullopt;
    return ask && *ask <= now_ + timing(key).serves_for();
}

bool rider_choice::would_be_told_newer(const value_key& key) const {
    const auto under_way = key.under_way(now_);
    const auto pattern = key.live->pattern();
    if (!pattern.last() || (under_way && *under_way + just_now > now_)) {
        return false;
    }
    const auto late = usual_.patience();
    const auto ask = pattern.next(std::max(now_ - late, *pattern.last() + late));
    return ask && *ask <= now_ + timing(key).lead();
}

refresh_timing rider_choice::timing(const value_key& key) const {
    return {max_staleness_, latency_, key.live->pattern().jitter(), is_crowded_};
}

} // namespace barograph::metrics

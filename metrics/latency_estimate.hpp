#pragma once
#include "net/asio.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace barograph::metrics {

/// How long an answer takes, in all likelihood: the smoothed mean and four times the smoothed deviation from
/// it, as TCP estimates its round trips (RFC 6298). Zero before the first. Not thread-safe.
///
/// And how long it takes at least, whatever else the backend has to do, much as BBR estimates a path's round
/// trip: what is longer than that is a queue somewhere, and may be one of our own making.
class latency_estimate {
public:
    using duration = net::steady_clock::duration;

    /// `under_way`: how many queries were, of all rules, itself included.
    void took(duration measured, net::time_point now, std::size_t under_way = 1);

    [[nodiscard]] duration value() const { return mean_ + 4 * deviation_; }

    /// What three answers in a row kept within, of the last minute or two in which there were answers: one
    /// that came out of a cache, or for a series that does not exist, says little of the next.
    [[nodiscard]] duration least() const { return std::min(least_, least_before_); }

private:
    [[nodiscard]] duration kept_within(duration own);

    duration mean_{};
    duration deviation_{};
    std::array<duration, 2> last_{}; ///< without the queue
    duration least_{};
    duration least_before_{}; ///< of the minute before
    net::time_point minute_began_{};
    bool measured_ = false;
};

} // namespace barograph::metrics

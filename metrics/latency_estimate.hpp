#pragma once
#include "net/asio.hpp"

#include <algorithm>

namespace barograph::metrics {

/// How long an answer takes, in all likelihood: the smoothed mean and four times the smoothed deviation from
/// it, as TCP estimates its round trips (RFC 6298). Zero before the first. Not thread-safe.
///
/// And how long it takes at least, as BBR estimates a path's round trip: what is longer than that is a queue
/// somewhere, and may be one of our own making.
class latency_estimate {
public:
    using duration = net::steady_clock::duration;

    void took(duration measured, net::time_point now);

    [[nodiscard]] duration value() const { return mean_ + 4 * deviation_; }

    /// Of the last minute or two in which there were answers.
    [[nodiscard]] duration least() const { return std::min(least_, least_before_); }

private:
    duration mean_{};
    duration deviation_{};
    duration least_{};
    duration least_before_{}; ///< of the minute before
    net::time_point minute_began_{};
    bool measured_ = false;
};

} // namespace barograph::metrics

#pragma once
#include "net/asio.hpp"

namespace barograph::metrics {

/// How long an answer takes, in all likelihood: the smoothed mean and four times the smoothed deviation from
/// it, as TCP estimates its round trips (RFC 6298). Zero before the first. Not thread-safe.
class latency_estimate {
public:
    using duration = net::steady_clock::duration;

    void took(duration measured);

    [[nodiscard]] duration value() const { return mean_ + 4 * deviation_; }

private:
    duration mean_{};
    duration deviation_{};
    bool measured_ = false;
};

} // namespace barograph::metrics

#pragma once
#include "net/backoff.hpp"
#include "prometheus/api.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace barograph::prometheus {

/// What the outside is told about the backends, on the thread that asks them. Empty functions are not called.
struct failover_events {
    /// A backend became well, or ceased to be.
    std::function<void(std::size_t backend, bool well)> state{};
    /// A call that one backend left without an answer is put to the next one.
    std::function<void()> failover{};
    /// One sentence for the log, without credentials; of one backend's outages at most one a minute.
    std::function<void(const std::string& text)> info{};
    std::function<void(const std::string& text)> warning{};
};

/// Where time and chance come from; a test puts its own here.
struct failover_sources {
    std::function<net::time_point()> monotonic = [] { return net::steady_clock::now(); };
    std::function<std::chrono::sys_seconds()> wall = [] {
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    };
    net::random_source random = net::random_fraction;
};

/// Several backends that hold the same data, in order of preference, as one. A call goes to the first one
/// that is well (backend_health); when that one gives no answer (may_be_answered_elsewhere) the next one is
/// asked within the same deadline, of which each gets an equal share. An answer is always of one backend
/// alone.
///
/// A backend that is down is tried again by one call after a pause, which doubles. Meanwhile it is not asked;
/// with no other left the call fails at once with the last cause and since when that lasts. Its text stays
/// the same for an outage, so that it is logged once. So a single backend is worth wrapping, too: a
/// Prometheus that refuses connections is not stormed, and slow queries alone never keep the others from it.
///
/// `backends` must not be empty.
std::unique_ptr<api> fail_over(std::vector<std::unique_ptr<api>> backends, failover_events events = {},
                               failover_sources sources = {});

} // namespace barograph::prometheus

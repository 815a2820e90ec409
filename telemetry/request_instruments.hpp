#pragma once
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace barograph::telemetry {

/// What a request is for; bounded, whatever paths clients make up.
enum class request_route { metric, discovery, openapi, health, metrics, version, other };

/// Kubernetes' verbs of what is ever answered; all that is refused anyhow is `other`.
enum class request_verb { get, head, list, watch, options, other };

/// How many requests there are, how many at once, and how long they take. Thread-safe; `registry` must
/// outlive it.
class request_instruments {
public:
    explicit request_instruments(::prometheus::Registry& registry);

    /// One answered request: `barograph_http_requests_total{method,code}`. An unusual method counts as
    /// `other`. Allocates nothing but for the first of a kind.
    void count(std::string_view method, unsigned status);

    /// `barograph_http_requests_in_flight`.
    void begin() { in_flight_.Increment(); }

    void end() { in_flight_.Decrement(); }

    /// `barograph_http_request_duration_seconds{route,verb,code}`, of which `code` is the class: `2xx`.
    /// Allocates nothing but for the first of a kind.
    void observe(request_route route, request_verb verb, unsigned status, std::chrono::nanoseconds took);

private:
    static constexpr std::size_t routes = 7;
    static constexpr std::size_t verbs = 6;
    static constexpr std::size_t code_classes = 6; ///< the first for what is no status
    static constexpr std::size_t methods = 8;
    static constexpr std::size_t codes = 600; ///< 0 for what is no status

    ::prometheus::Family<::prometheus::Counter>& counts_;
    ::prometheus::Family<::prometheus::Histogram>& durations_;
    ::prometheus::Gauge& in_flight_;
    std::array<std::atomic<::prometheus::Counter*>, methods * codes> known_counts_{};
    std::array<std::atomic<::prometheus::Histogram*>, routes * verbs * code_classes> known_durations_{};
};

} // namespace barograph::telemetry

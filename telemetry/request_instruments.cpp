#include "telemetry/request_instruments.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace barograph::telemetry {

namespace {

using namespace std::string_view_literals;

// The last stands for all others.
constexpr std::array method_names = {"GET"sv,   "HEAD"sv,   "POST"sv,    "PUT"sv,
                                     "PATCH"sv, "DELETE"sv, "OPTIONS"sv, "other"sv};
constexpr std::array route_names = {"metric"sv,  "discovery"sv, "openapi"sv, "health"sv,
                                    "metrics"sv, "version"sv,   "other"sv};
constexpr std::array verb_names = {"get"sv, "head"sv, "list"sv, "watch"sv, "options"sv, "other"sv};
constexpr std::array code_names = {"other"sv, "1xx"sv, "2xx"sv, "3xx"sv, "4xx"sv, "5xx"sv};

std::size_t class_of(unsigned status) {
    constexpr unsigned hundred = 100;
    const auto digit = status / hundred;
    return digit < code_names.size() ? digit : 0;
}

// From answers out of memory to a Prometheus that takes as long as it may.
::prometheus::Histogram::BucketBoundaries buckets() {
    return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
}

} // namespace

request_instruments::request_instruments(::prometheus::Registry& registry)
    : counts_(::prometheus::BuildCounter()
                  .Name("barograph_http_requests_total")
                  .Help("Requests answered, by method and status code.")
                  .Register(registry)),
      durations_(::prometheus::BuildHistogram()
                     .Name("barograph_http_request_duration_seconds")
                     .Help("Time from a request's last byte until its answer is made, by what it is for, "
                           "Kubernetes' verb and class of status code.")
                     .Register(registry)),
      in_flight_(::prometheus::BuildGauge()
                     .Name("barograph_http_requests_in_flight")
                     .Help("Requests that are being answered now.")
                     .Register(registry)
                     .Add({})) {
    static_assert(route_names.size() == routes && verb_names.size() == verbs &&
                  code_names.size() == code_classes && method_names.size() == methods);
}

void request_instruments::count(std::string_view method, unsigned status) {
    // A client chooses the method's name, so unknown ones must not make new series.
    const auto m = static_cast<std::size_t>(
        std::ranges::find(method_names.begin(), method_names.end() - 1, method) - method_names.begin());
    const auto code = status < codes ? status : 0;
    auto& known = known_counts_[m * codes + code];
    auto* counter = known.load(std::memory_order_acquire);
    if (counter == nullptr) {
        counter = &counts_.Add({{"method", std::string(method_names[m])}, {"code", std::to_string(code)}});
        known.store(counter, std::memory_order_release);
    }
    counter->Increment();
}

void request_instruments::observe(request_route route, request_verb verb, unsigned status,
                                  std::chrono::nanoseconds took) {
    const auto r = static_cast<std::size_t>(route);
    const auto v = static_cast<std::size_t>(verb);
    const auto c = class_of(status);
    auto& known = known_durations_[(r * verbs + v) * code_classes + c];
    auto* histogram = known.load(std::memory_order_acquire);
    if (histogram == nullptr) {
        histogram = &durations_.Add({{"route", std::string(route_names[r])},
                                     {"verb", std::string(verb_names[v])},
                                     {"code", std::string(code_names[c])}},
                                    buckets());
        known.store(histogram, std::memory_order_release);
    }
    histogram->Observe(std::chrono::duration<double>(took).count());
}

} // namespace barograph::telemetry

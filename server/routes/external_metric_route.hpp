#pragma once
#include "metrics/provider.hpp"
#include "net/asio.hpp"
#include "server/reply.hpp"
#include "server/request.hpp"
#include "server/request_info.hpp"
#include "telemetry/failure_log.hpp"

#include <chrono>

namespace barograph::server {

/// `/apis/external.metrics.k8s.io/v1beta1/namespaces/NS/METRIC`: the values of one metric, or with
/// `?explain=true` how they came about. `metrics` must outlive it. Use from one thread.
class external_metric_route {
public:
    /// Values are awaited for `timeout`.
    external_metric_route(metrics::provider& metrics, std::chrono::nanoseconds timeout)
        : metrics_(metrics), timeout_(timeout) {}

    [[nodiscard]] static bool is_for(const request_info& info);
    net::awaitable<reply> answer(const request& question, request_info info);

private:
    net::awaitable<reply> values(const request& question, metrics::value_request asked);
    net::awaitable<reply> explanation(const request& question, metrics::value_request asked);

    metrics::provider& metrics_;
    std::chrono::nanoseconds timeout_;
    telemetry::failure_log failures_;
};

} // namespace barograph::server

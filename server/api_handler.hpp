#pragma once
#include "metrics/provider.hpp"
#include "server/access_control.hpp"
#include "server/authenticator.hpp"
#include "server/health.hpp"
#include "server/request_handler.hpp"
#include "server/routes/discovery_route.hpp"
#include "server/routes/external_metric_route.hpp"
#include "server/routes/openapi_route.hpp"
#include "server/routes/probe_route.hpp"
#include "telemetry/instruments.hpp"

#include <chrono>
#include <string>

namespace barograph::server {

/// What an api_handler works with. Everything pointed to must outlive it.
struct api_handler_parts {
    authenticator& who;
    access_control& access;
    metrics::provider& metrics;
    const health& probes;
    telemetry::instruments& instruments;
    std::string version;
    std::chrono::nanoseconds value_timeout = std::chrono::seconds{10}; ///< for one metric's values
};

/// The API: from a request to its reply, by way of who asks, whether they may, and the route.
class api_handler final : public request_handler {
public:
    explicit api_handler(api_handler_parts parts)
        : parts_(std::move(parts)), discovery_(parts_.metrics), openapi_(parts_.metrics),
          external_metric_(parts_.metrics, parts_.value_timeout), probe_(parts_.probes) {}

    /// Where clients find this server, `host:port`: told at `/apis` from then on.
    void advertise(std::string address) { discovery_.advertise(std::move(address)); }

    net::awaitable<reply> handle(const request& question) override;
    [[nodiscard]] reply refuse(unsigned status, std::string_view reason) override;

private:
    net::awaitable<reply> answer(const request& question);
    net::awaitable<reply> route(const request& question, request_info info);
    net::awaitable<std::optional<status>> bar(const request& question, request_info info);
    [[nodiscard]] reply document(const request& question, const request_info& info) const;

    api_handler_parts parts_;
    discovery_route discovery_;
    openapi_route openapi_;
    external_metric_route external_metric_;
    probe_route probe_;
};

} // namespace barograph::server

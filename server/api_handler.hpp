#pragma once
#include "metrics/provider.hpp"
#include "server/access_control.hpp"
#include "server/authenticator.hpp"
#include "server/health.hpp"
#include "server/request_handler.hpp"
#include "telemetry/failure_log.hpp"
#include "telemetry/instruments.hpp"

#include <nlohmann/json_fwd.hpp>

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
    explicit api_handler(api_handler_parts parts) : parts_(std::move(parts)) {}

    net::awaitable<reply> handle(const request& question) override;
    [[nodiscard]] reply refuse(unsigned status, std::string_view reason) override;

private:
    net::awaitable<reply> answer(const request& question);
    net::awaitable<reply> route(const request& question, request_info info);
    net::awaitable<reply> external_metric(const request& question, request_info info);
    net::awaitable<std::optional<status>> bar(const request& question, request_info info);
    [[nodiscard]] reply document(const request& question, const request_info& info) const;
    [[nodiscard]] reply probe(const request& question, const request_info& info);
    void log_readiness();

    api_handler_parts parts_;
    telemetry::failure_log failures_;
    std::string not_ready_because_; ///< as last logged
};

} // namespace barograph::server

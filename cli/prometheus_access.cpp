#include "cli/prometheus_access.hpp"

#include "cli/counted_prometheus.hpp"
#include "cli/prometheus_connection.hpp"
#include "prometheus/failover.hpp"
#include "telemetry/log.hpp"

#include <utility>

namespace barograph::cli {

prometheus_access open_prometheus(net::executor ex, const std::vector<net::http_client_options>& connections,
                                  const prometheus_options& options, telemetry::instruments* counts) {
    prometheus_access access;
    std::vector<std::string> names;
    std::vector<std::unique_ptr<prometheus::api>> backends;
    for (const auto& connection : connections) {
        auto& client = *access.clients.emplace_back(std::make_unique<net::http_client>(ex, connection));
        names.push_back(client.base().redacted());
        access.urls += (access.urls.empty() ? "" : ", then ") + names.back();
        auto backend = prometheus::create_api(client, prometheus_verb(options));
        backends.push_back(counts == nullptr ? std::move(backend) : counted(std::move(backend), *counts));
    }
    if (counts == nullptr && backends.size() == 1) {
        access.api = std::move(backends.front());
        return access;
    }
    prometheus::failover_events events{
        .info = [](const std::string& text) { telemetry::log_info(text); },
        .warning = [](const std::string& text) { telemetry::log_warning(text); }};
    if (counts != nullptr) {
        events.state = [counts, names = std::move(names)](std::size_t backend, bool well) {
            counts->set_prometheus_backend(names[backend], well);
        };
        events.failover = [counts] { counts->count_prometheus_failover(); };
    }
    access.api = prometheus::fail_over(std::move(backends), std::move(events));
    return access;
}

} // namespace barograph::cli

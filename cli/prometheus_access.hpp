#pragma once
#include "cli/prometheus_options.hpp"
#include "net/http_client.hpp"
#include "prometheus/api.hpp"
#include "telemetry/instruments.hpp"

#include <memory>
#include <string>
#include <vector>

namespace barograph::cli {

/// The Prometheus that the flags name, be it several, ready to be asked. Use from the io_context's thread
/// only.
struct prometheus_access {
    std::string urls;                                       ///< without credentials
    std::vector<std::unique_ptr<net::http_client>> clients; ///< of each backend; what `api` asks through
    std::unique_ptr<prometheus::api> api;
};

/// `connections` as prometheus_connections() gives them. With `counts`, which must outlive it then, requests
/// and the state of each backend are counted, and one that is down is given pauses even if it is the only
/// one; without, as for a command that asks once, only several backends are watched so. What becomes of them
/// goes to the log.
prometheus_access open_prometheus(net::executor ex, const std::vector<net::http_client_options>& connections,
                                  const prometheus_options& options,
                                  telemetry::instruments* counts = nullptr);

} // namespace barograph::cli

#pragma once
#include "cli/prometheus_options.hpp"
#include "net/http_client.hpp"
#include "prometheus/api.hpp"

#include <expected>
#include <string>
#include <vector>

namespace barograph::cli {

/// How each Prometheus is reached, by the --prometheus-… flags, in order of preference. All get
/// the same headers and credentials, but each the user of its own URL. Error: one sentence naming the flag or
/// file.
std::expected<std::vector<net::http_client_options>, std::string>
prometheus_connections(const prometheus_options& options);

/// How questions are sent to it, by --prometheus-verb.
prometheus::http_verb prometheus_verb(const prometheus_options& options);

} // namespace barograph::cli

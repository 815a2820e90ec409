#pragma once
#include "cli/prometheus_options.hpp"
#include "net/http_client.hpp"
#include "prometheus/api.hpp"

#include <expected>
#include <string>

namespace barograph::cli {

/// How Prometheus is reached, by the --prometheus-… flags. Error: one sentence naming the flag or file.
std::expected<net::http_client_options, std::string> prometheus_connection(const prometheus_options& options);

/// How questions are sent to it, by --prometheus-verb.
prometheus::http_verb prometheus_verb(const prometheus_options& options);

} // namespace barograph::cli

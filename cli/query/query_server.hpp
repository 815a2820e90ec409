#pragma once
#include "cli/query/query_options.hpp"

#include <nlohmann/json_fwd.hpp>

#include <expected>
#include <string>

namespace barograph::cli {

/// Asks the Barograph that serves a cluster, through kube-apiserver and as whoever the kubeconfig says. The
/// explanation is the server's; from another server than Barograph it holds the values alone. Error: one
/// sentence.
std::expected<nlohmann::ordered_json, std::string> query_server(const query_options& options);

} // namespace barograph::cli

#pragma once
#include "cli/query/query_options.hpp"

#include <nlohmann/json_fwd.hpp>

#include <expected>
#include <string>
#include <vector>

namespace barograph::cli {

/// Answers from the desk: the rules of a file, applied to a Prometheus as a server would. The explanation is
/// as the server's `?explain=true` gives it. Error: the lines to tell.
std::expected<nlohmann::ordered_json, std::vector<std::string>> query_local(const query_options& options);

} // namespace barograph::cli

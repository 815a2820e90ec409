#pragma once
#include "cli/serve_options.hpp"
#include "config/configuration.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace barograph::cli {

/// Serves until a signal ends it. The one place that wires everything. Error: why it could not begin, one
/// sentence.
std::expected<void, std::string> serve(const serve_options& options, config::configuration configuration,
                                       std::string_view version);

} // namespace barograph::cli

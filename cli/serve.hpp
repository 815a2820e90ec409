#pragma once
#include "cli/serve_options.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::cli {

/// Serves until a signal ends it. The one place that wires everything. Error: why it could not begin, one
/// sentence a line.
std::expected<void, std::vector<std::string>> serve(const serve_options& options, std::string_view version);

} // namespace barograph::cli

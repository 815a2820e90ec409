#pragma once
#include "cli/cli11_fwd.hpp"
#include "cli/serve_options.hpp"

namespace barograph::cli {

/// Adds the flags that say how TLS is served, beside the main certificate's. What is accepted but weaker or
/// stronger than its name says goes to `options.warnings`. `options` must outlive the parsing.
void add_tls_flags(CLI::App& app, serve_options& options);

} // namespace barograph::cli

#pragma once
#include "cli/cli11_fwd.hpp"
#include "cli/serve_options.hpp"

namespace barograph::cli {

/// Adds the flags that say whom to believe and whom to ask about it. `options` must outlive the parsing.
void add_kubernetes_flags(CLI::App& app, serve_options& options);

/// After the parsing: takes out what only Go's way of writing an empty list puts in.
void tidy_kubernetes_flags(serve_options& options);

} // namespace barograph::cli

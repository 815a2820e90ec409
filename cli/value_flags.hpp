#pragma once
#include "cli/cli11_fwd.hpp"
#include "metrics/value_cache_options.hpp"

#include <expected>
#include <string>

namespace barograph::cli {

/// Adds the flags that say how values are kept and asked for; `options` must outlive the parsing.
void add_value_flags(CLI::App& app, metrics::value_cache_options& options);

/// What no single one of these flags can see. Error: one sentence naming the flag.
std::expected<void, std::string> check_value_flags(const metrics::value_cache_options& options);

} // namespace barograph::cli

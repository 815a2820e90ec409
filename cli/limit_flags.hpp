#pragma once
#include "cli/cli11_fwd.hpp"
#include "server/limits.hpp"

#include <expected>
#include <string>

namespace barograph::cli {

/// Adds a flag for each limit on clients; `limits` must outlive the parsing.
void add_limit_flags(CLI::App& app, server::limits& limits);

/// What no single one of these flags can see. Error: one sentence naming the flags.
std::expected<void, std::string> check_limit_flags(const server::limits& limits);

} // namespace barograph::cli

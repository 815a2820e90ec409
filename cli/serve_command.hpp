#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace barograph::cli {

/// `barograph serve`: reads flags and files, says in one line each what is wrong with them, and serves. Gives
/// the exit status.
int serve_command(std::vector<std::string> arguments, std::string_view version);

} // namespace barograph::cli

#pragma once
#include <string>
#include <vector>

namespace barograph::cli {

/// `barograph check`: says what is wrong with files of rules and what the rules will do, at a desk or in CI.
/// Gives the exit status.
int check_command(std::vector<std::string> arguments);

} // namespace barograph::cli

#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace barograph::cli {

/// The command line as Go's flag libraries read it, put so that ours does too: `-v=4` becomes `-v` `4`,
/// `--flag=` becomes `--flag` and an empty value, and underscores in a long flag's name count as dashes
/// (klog's
/// `--log_dir`).
std::vector<std::string> normalized(std::vector<std::string> arguments);

/// The text with control characters replaced by `?`, for messages on a terminal.
std::string printable(std::string_view text);

} // namespace barograph::cli

#pragma once
#include "cli/cli11_fwd.hpp"

#include <string>
#include <string_view>

namespace barograph::cli {

/// The flags of `app` by group, for a reader on a terminal: at most 100 columns, one line for each flag where
/// it fits, the default last. The group `left_out` is not told.
std::string help_text(const CLI::App& app, std::string_view left_out);

} // namespace barograph::cli

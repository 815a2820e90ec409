#pragma once
#include <string>

namespace CLI {
class App;
}

namespace barograph::cli {

/// The flags of `app` by group, for a reader on a terminal: at most 100 columns, one line for each flag where
/// it fits, the default last. Options of the empty group are left out.
std::string help_text(const CLI::App& app);

} // namespace barograph::cli

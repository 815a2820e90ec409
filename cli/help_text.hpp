#pragma once
#include "cli/cli11_fwd.hpp"

#include <string>
#include <string_view>

namespace barograph::cli {

/// Asked for with --help.
struct help_wanted {
    std::string text;
};

/// What the help of a command says beside its flags.
struct help_form {
    std::string_view arguments; ///< what has to be given, in the usage line: `--config FILE`
    std::string_view left_out;  ///< a group of flags that is not told
};

/// The flags of `app` by group, for a reader on a terminal: at most 100 columns, one line for each flag where
/// it fits, the default last.
std::string help_text(const CLI::App& app, const help_form& form);

} // namespace barograph::cli

#pragma once
#include "cli/cli11_fwd.hpp"

namespace barograph::cli {

enum class colour_use { automatic = 1, always, never };

enum class report_format { text = 1, json };

/// Adds the flags of a command that reports, --output and --color, in a group of their own; what they are
/// read into must outlive the parsing.
void add_report_form_flags(CLI::App& app, report_format& format, colour_use& colour);

} // namespace barograph::cli

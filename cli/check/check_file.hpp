#pragma once
#include "cli/check/check_report.hpp"

#include <string>

namespace barograph::cli {

/// Loads a file of rules as a server would, and keeps what there is to say about it; `-` is the standard
/// input.
checked_file check_file(const std::string& name);

} // namespace barograph::cli

#pragma once
#include "cli/check/check_report.hpp"

#include <string>

namespace barograph::cli {

/// The report for people: every problem as compilers write it, then each good file with its rules, then the
/// counts. Holds nothing of a file or of Prometheus that a terminal would obey.
std::string report_text(const check_report& report, bool coloured);

} // namespace barograph::cli

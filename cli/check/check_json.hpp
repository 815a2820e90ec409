#pragma once
#include "cli/check/check_report.hpp"

#include <string>

namespace barograph::cli {

/// The report for programs, as docs/check.md describes it: members are added there, never renamed or taken
/// away. ASCII only.
std::string report_json(const check_report& report);

} // namespace barograph::cli

#pragma once
#include <string>
#include <vector>

namespace barograph::cli {

/// `barograph doctor`: says what in a cluster keeps HPAs from their external metrics, and what repairs it.
/// Gives the exit status: success only if nothing is wrong.
int doctor_command(std::vector<std::string> arguments);

} // namespace barograph::cli

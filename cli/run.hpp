#pragma once
#include <string>
#include <vector>

namespace barograph::cli {

/// How a run of the program ended; what a shell sees.
enum exit_status : int {
    success = 0,
    failure = 1, ///< a file, a port or a peer was not usable
    usage = 2,   ///< the command line was
};

/// Runs `barograph ARGUMENTS…`: finds the sub-command and gives its exit status. Flags alone mean `serve`, so
/// that the arguments of a prometheus-adapter container work as they are. Never throws.
int run(std::vector<std::string> arguments);

} // namespace barograph::cli

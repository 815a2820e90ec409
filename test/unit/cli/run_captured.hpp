#pragma once
#include "cli/run.hpp"
#include "test/support/captured_output.hpp"

#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace barograph::test {

/// What a run of the program left behind.
struct outcome {
    int status;
    std::string out;
    std::string err;
};

/// Runs `barograph ARGUMENTS…` inside this process.
inline outcome run_captured(std::vector<std::string> arguments) {
    const captured_output out(STDOUT_FILENO);
    const captured_output err(STDERR_FILENO);
    const int status = cli::run(std::move(arguments));
    return {.status = status, .out = out.text(), .err = err.text()};
}

} // namespace barograph::test

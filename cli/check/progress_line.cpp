#include "cli/check/progress_line.hpp"

#include <iostream>

namespace barograph::cli {

namespace {

constexpr std::chrono::milliseconds time_between_steps{100};
constexpr const char* fresh_line = "\r\x1b[K";

} // namespace

progress_line::~progress_line() {
    if (is_written_) {
        std::cerr << fresh_line << std::flush;
    }
}

void progress_line::tell(std::string_view what, std::size_t done, std::size_t total) {
    const auto now = std::chrono::steady_clock::now();
    if (!is_shown_ || now < next_) {
        return;
    }
    next_ = now + time_between_steps;
    is_written_ = true;
    std::cerr << fresh_line << what << ": " << done << " of " << total << std::flush;
}

} // namespace barograph::cli

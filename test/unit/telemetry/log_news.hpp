#pragma once
#include "test/support/captured_output.hpp"

#include <algorithm>
#include <string>
#include <unistd.h>

namespace barograph::test {

/// The log, as it is read by who comes back again and again.
class log_news {
public:
    /// What was written since the last call, or the construction.
    std::string news() {
        auto all = capture_.text();
        auto result = all.substr(seen_);
        seen_ = all.size();
        return result;
    }

private:
    captured_output capture_{STDERR_FILENO};
    std::size_t seen_ = 0;
};

inline std::size_t count_lines(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

} // namespace barograph::test

#pragma once
#include <chrono>
#include <cstddef>
#include <string_view>

namespace barograph::cli {

/// One line on a terminal that tells how far a long work is, and goes away with this object. Written to the
/// standard error, a few times a second at most; nothing is written where that is no terminal.
class progress_line {
public:
    explicit progress_line(bool is_shown) : is_shown_(is_shown) {}

    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;
    ~progress_line();

    /// `what` is being done: `done` of `total`.
    void tell(std::string_view what, std::size_t done, std::size_t total);

private:
    bool is_shown_;
    bool is_written_ = false;
    std::chrono::steady_clock::time_point next_{};
};

} // namespace barograph::cli

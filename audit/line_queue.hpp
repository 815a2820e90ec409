#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

namespace barograph::audit {

/// Lines on their way to a slow file, no more of them and no more bytes than are allowed: the oldest make
/// room for a new one. Thread-safe.
class line_queue {
public:
    /// Both at least 1.
    line_queue(std::size_t most_lines, std::size_t most_bytes)
        : most_lines_(most_lines), most_bytes_(most_bytes) {}

    /// Adds a line, which is not empty. Gives how many were dropped for it: old ones, or the line itself if
    /// it alone is too large.
    std::size_t push(std::string line);

    /// Waits for a line, the oldest; an empty one is what interrupt() gives. Nothing once it is closed and
    /// all were given.
    std::optional<std::string> pop();

    /// Lets pop() come back soon, whatever waits.
    void interrupt();
    /// No line comes any more.
    void close();

private:
    const std::size_t most_lines_;
    const std::size_t most_bytes_;
    std::mutex mutex_; ///< guards what follows
    std::condition_variable changed_;
    std::deque<std::string> lines_;
    std::size_t bytes_ = 0; ///< of lines_
    bool interrupted_ = false;
    bool closed_ = false;
};

} // namespace barograph::audit

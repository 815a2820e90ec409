#include "audit/line_queue.hpp"

#include <utility>

namespace barograph::audit {

std::size_t line_queue::push(std::string line) {
    std::size_t dropped = 0;
    {
        const std::scoped_lock locked(mutex_);
        if (line.size() > most_bytes_) {
            return 1;
        }
        while (lines_.size() >= most_lines_ || bytes_ + line.size() > most_bytes_) {
            bytes_ -= lines_.front().size();
            lines_.pop_front();
            ++dropped;
        }
        bytes_ += line.size();
        lines_.push_back(std::move(line));
    }
    changed_.notify_one();
    return dropped;
}

std::optional<std::string> line_queue::pop() {
    std::unique_lock locked(mutex_);
    changed_.wait(locked, [this] { return interrupted_ || closed_ || !lines_.empty(); });
    if (std::exchange(interrupted_, false)) {
        return std::string();
    }
    if (lines_.empty()) {
        return std::nullopt;
    }
    auto line = std::move(lines_.front());
    lines_.pop_front();
    bytes_ -= line.size();
    return line;
}

void line_queue::interrupt() {
    {
        const std::scoped_lock locked(mutex_);
        interrupted_ = true;
    }
    changed_.notify_one();
}

void line_queue::close() {
    {
        const std::scoped_lock locked(mutex_);
        closed_ = true;
    }
    changed_.notify_one();
}

} // namespace barograph::audit

#pragma once
#include "net/asio.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace barograph::net {

/// Tells of threads whose io_context does not come round any more. Whoever is asked gives each thread
/// something to do, and sees the next time whether it was done. Used from one thread, while the contexts
/// live.
class thread_pulse {
public:
    /// A busy thread, or one whose processor is taken away for a while, is not stuck.
    static constexpr std::chrono::seconds patience{15};

    explicit thread_pulse(const std::vector<executor>& threads,
                          std::function<time_point()> now = steady_clock::now);

    /// Which thread has not done for so long what it was given; nothing when all is well.
    [[nodiscard]] std::optional<std::string> complaint();

private:
    struct watched {
        executor thread;
        time_point given{};
        std::shared_ptr<std::atomic<bool>> done = std::make_shared<std::atomic<bool>>(true);
    };

    std::vector<watched> threads_;
    std::function<time_point()> now_;
};

} // namespace barograph::net

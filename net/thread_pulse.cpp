#include "net/thread_pulse.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace barograph::net {

thread_pulse::thread_pulse(const std::vector<executor>& threads, std::function<time_point()> now)
    : now_(std::move(now)) {
    for (const auto& each : threads) {
        threads_.push_back({.thread = each});
    }
}

std::optional<std::string> thread_pulse::complaint() {
    const auto now = now_();
    std::optional<std::string> found;
    for (std::size_t i = 0; i < threads_.size(); ++i) {
        auto& each = threads_[i];
        if (each.done->exchange(false)) {
            each.given = now;
            asio::post(each.thread, [done = each.done] { *done = true; });
        } else if (now - each.given > patience && !found) {
            const auto waited = std::chrono::floor<std::chrono::seconds>(now - each.given);
            found = "thread " + std::to_string(i + 1) + " of " + std::to_string(threads_.size()) +
                    " has done nothing for " + std::to_string(waited.count()) + " s";
        }
    }
    return found;
}

} // namespace barograph::net

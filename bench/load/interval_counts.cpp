#include "bench/load/interval_counts.hpp"

#include <algorithm>
#include <utility>

namespace barograph::bench {

void interval_counts::hand_in(std::size_t worker, statistics counted) {
    {
        const std::lock_guard lock(mutex_);
        handed_in_.at(worker).push_back(std::move(counted));
    }
    came_.notify_one();
}

statistics interval_counts::collect() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] {
        return std::ranges::none_of(handed_in_, [](const auto& of_worker) { return of_worker.empty(); });
    });
    statistics all;
    for (auto& of_worker : handed_in_) {
        all.add(of_worker.front());
        of_worker.pop_front();
    }
    return all;
}

} // namespace barograph::bench

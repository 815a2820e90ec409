#pragma once
#include "bench/load/statistics.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

namespace barograph::bench {

/// Where the workers of a run hand in what they counted, interval by interval. Thread-safe.
class interval_counts {
public:
    explicit interval_counts(std::size_t workers) : handed_in_(workers) {}

    /// What a worker counted in its next interval.
    void hand_in(std::size_t worker, statistics counted);
    /// What all of them counted in the next interval, once the last has handed it in.
    statistics collect();

private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<std::deque<statistics>> handed_in_; ///< by worker; one may be ahead of another
};

} // namespace barograph::bench

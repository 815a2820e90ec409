#pragma once
#include <cstdint>
#include <vector>

namespace barograph::bench {

/// Durations in nanoseconds, counted in buckets of at most 1/256 of their value, so that a quantile is at
/// most 0.4 % too high, whatever the range. Not thread-safe: one for each thread, added up at the end.
class histogram {
public:
    void record(std::uint64_t nanoseconds);
    void add(const histogram& other);

    [[nodiscard]] std::uint64_t count() const { return count_; }

    [[nodiscard]] std::uint64_t max() const { return max_; }

    /// 0 when nothing was recorded.
    [[nodiscard]] double mean() const;
    /// The smallest recorded duration that so large a share of all does not exceed; 0 when there is none.
    [[nodiscard]] std::uint64_t quantile(double share) const;

private:
    std::vector<std::uint64_t> buckets_;
    std::uint64_t count_ = 0;
    std::uint64_t sum_ = 0;
    std::uint64_t max_ = 0;
};

} // namespace barograph::bench

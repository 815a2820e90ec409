#include "bench/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>

namespace barograph::bench {

namespace {

// A bucket index is 256 times the number of low bits dropped, plus the nine high bits that are left.
constexpr int kept_bits = 9;
constexpr std::size_t half = 1U << (kept_bits - 1);
constexpr std::size_t bucket_count = (64 - kept_bits) * half + 2 * half;

std::size_t bucket_of(std::uint64_t value) {
    const int dropped = std::max(0, static_cast<int>(std::bit_width(value)) - kept_bits);
    return static_cast<std::size_t>(dropped) * half + static_cast<std::size_t>(value >> dropped);
}

std::uint64_t largest_in(std::size_t bucket) {
    const std::size_t dropped = bucket < 2 * half ? 0 : bucket / half - 1;
    return ((bucket - dropped * half + 1) << dropped) - 1;
}

} // namespace

void histogram::record(std::uint64_t nanoseconds) {
    if (buckets_.empty()) {
        buckets_.resize(bucket_count);
    }
    ++buckets_[bucket_of(nanoseconds)];
    ++count_;
    sum_ += nanoseconds;
    max_ = std::max(max_, nanoseconds);
}

void histogram::add(const histogram& other) {
    buckets_.resize(bucket_count);
    for (std::size_t i = 0; i < other.buckets_.size(); ++i) {
        buckets_[i] += other.buckets_[i];
    }
    count_ += other.count_;
    sum_ += other.sum_;
    max_ = std::max(max_, other.max_);
}

double histogram::mean() const {
    return count_ == 0 ? 0.0 : static_cast<double>(sum_) / static_cast<double>(count_);
}

std::uint64_t histogram::quantile(double share) const {
    const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
        seen += buckets_[i];
        if (seen > 0 && seen >= wanted) {
            return std::min(largest_in(i), max_);
        }
    }
    return 0;
}

} // namespace barograph::bench

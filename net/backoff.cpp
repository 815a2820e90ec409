#include "net/backoff.hpp"

#include <algorithm>
#include <random>
#include <utility>

namespace barograph::net {

double random_fraction() {
    thread_local std::minstd_rand engine{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(engine);
}

backoff::backoff(std::chrono::milliseconds first, std::chrono::milliseconds last, random_source random)
    : first_(first), last_(last), wait_(first), random_(std::move(random)) {}

std::chrono::milliseconds backoff::next(std::chrono::milliseconds asked_for) {
    constexpr double shortest = 0.8;
    constexpr double spread = 0.4;
    const auto longer = spread * random_();
    const auto own = static_cast<double>(wait_.count()) * (shortest + longer);
    const auto asked = static_cast<double>(std::min(asked_for, last_).count()) * (1 + longer / 2);
    wait_ = std::min(wait_ * 2, last_);
    return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(std::max(own, asked)));
}

} // namespace barograph::net

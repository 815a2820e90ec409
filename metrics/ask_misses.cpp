#include "metrics/ask_misses.hpp"

#include <algorithm>
#include <vector>

namespace barograph::metrics {

void ask_misses::missed(duration by) {
    if (count_ == 0) {
        next_ = 0;
    }
    last_[next_] = by;
    next_ = (next_ + 1) % capacity;
    count_ = std::min(count_ + 1, capacity);
}

std::optional<ask_misses::spread> ask_misses::usual() const {
    if (count_ < enough) {
        return std::nullopt;
    }
    std::vector<duration> sorted(last_.begin(), last_.begin() + static_cast<std::ptrdiff_t>(count_));
    std::ranges::sort(sorted);
    constexpr duration none{};
    return spread{.early = std::max(-sorted[1], none), .late = std::max(sorted[sorted.size() - 2], none)};
}

} // namespace barograph::metrics

#pragma once
#include "net/asio.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace barograph::metrics {

/// By how much the last few asks missed the times at which they were expected. One that missed by much says
/// nothing of the next, so that the second most counts; and what was long ago, as before a period was known
/// well, does not count at all. Not thread-safe.
class ask_misses {
public:
    using duration = net::steady_clock::duration;

    /// How much earlier, and how much later than expected asks come.
    struct spread {
        duration early{};
        duration late{};
    };

    /// Negative: the ask came early.
    void missed(duration by);

    /// What was seen is no longer of use.
    void clear() { count_ = 0; }

    /// Nothing before there were a few.
    [[nodiscard]] std::optional<spread> usual() const;

private:
    static constexpr std::size_t capacity = 6;
    static constexpr std::size_t enough = 3;

    std::array<duration, capacity> last_{};
    std::size_t next_ = 0;
    std::size_t count_ = 0;
};

} // namespace barograph::metrics

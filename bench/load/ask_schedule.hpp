#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace barograph::bench {

/// Who asks next, and when: askers that each ask once a period, at a moment of it that is always the same.
/// Drawn at random, but the same in each run, so that runs can be compared. Not thread-safe.
class ask_schedule {
public:
    using duration = std::chrono::steady_clock::duration;

    struct shape {
        double rate = 0;           ///< asks a second once all askers have begun
        double period_seconds = 0; ///< after which each asks again
        double round_seconds = 0;  ///< all ask within this part of the period; 0: anywhere in it
        double ramp_seconds = 0;   ///< askers begin one after the other over this time; 0: all at once
        bool even = false;         ///< evenly spread over the round, else at random
    };

    struct turn {
        duration due; ///< since the beginning
        std::size_t asker;
        std::uint64_t period; ///< how many were over
    };

    /// Of `parts` schedules that share the askers, number `part`, from 0.
    ask_schedule(const shape& all, unsigned part, unsigned parts);

    /// Whether it has no askers at all, so that there is nothing next.
    [[nodiscard]] bool empty() const { return askers_.empty(); }

    [[nodiscard]] duration period() const { return period_; }

    /// The ask whose turn it is; never earlier than the one before.
    [[nodiscard]] turn next() const;
    void advance();

private:
    struct asker {
        duration phase;
        duration first; ///< asks that would be due before are not made
        std::size_t number;
    };

    [[nodiscard]] duration due() const { return period_ * periods_ + askers_[place_].phase; }

    duration period_;
    std::vector<asker> askers_; ///< by phase
    std::size_t place_ = 0;
    std::int64_t periods_ = 0; ///< that are over
};

} // namespace barograph::bench

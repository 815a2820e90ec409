#pragma once
#include "metrics/ask_misses.hpp"
#include "net/asio.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

namespace barograph::metrics {

/// When one question is asked, and so when it will be asked again. Several askers with periods of their own
/// phase, jitter, and asks that go to another replica are the normal case. The period is what the gaps are
/// multiples of; where they are multiples of nothing, or of a time at which asks seldom come, it is the
/// shortest time after which they tend to come again.
/// Every recent ask is expected again after each multiple of it, unless it came again twice already: then
/// what came since is. Remembers a few asks; no period is presumed.
/// Not thread-safe.
class ask_pattern {
public:
    using duration = net::steady_clock::duration;

    /// Asks nearer to each other than `together` count as one: they are served by the same value.
    explicit ask_pattern(duration together);

    /// Must be told in the order of time. An ask that is told late, after a newer one, is passed over.
    void asked(net::time_point when);

    /// The first ask expected from `from` on. Nothing while there is no period yet, and once the asks have
    /// ended: a few periods after the last one, or a few times the longest gap that there was.
    [[nodiscard]] std::optional<net::time_point> next(net::time_point from) const;

    /// Whether no ask is expected any more at `now`.
    [[nodiscard]] bool is_over(net::time_point now) const;

    /// Nothing before the second ask.
    [[nodiscard]] std::optional<duration> period() const { return period_; }

    /// By how much asks miss the times at which they are expected. Nothing before a few were.
    [[nodiscard]] std::optional<ask_misses::spread> jitter() const { return misses_.usual(); }

    /// When the last ask came.
    [[nodiscard]] std::optional<net::time_point> last() const;

private:
    static constexpr std::size_t capacity = 16;

    /// How well a period explains the asks.
    struct fit {
        double share = 0; ///< about, of the asks that came again, not by chance, among those that could have
        int came = 0;     ///< again, after the period
        int missed = 0;   ///< which could have come
        duration period{};

        /// Whether so many came again, and so few did not, that it is no accident.
        [[nodiscard]] bool is_certain(std::size_t asks) const;
    };

    /// From the oldest, 0, to the newest.
    [[nodiscard]] net::time_point at(std::size_t index) const;
    [[nodiscard]] std::optional<net::time_point> ask_near(net::time_point when, duration tolerance) const;
    [[nodiscard]] std::optional<duration> common_divisor() const;
    [[nodiscard]] std::optional<duration> divide_gaps(duration candidate) const;
    /// Whether asks came at less than three of four multiples.
    [[nodiscard]] bool comes_seldom_at(duration period) const;
    [[nodiscard]] fit usual_return() const;
    [[nodiscard]] fit try_return(duration candidate, duration tolerance) const;
    /// By how much an ask may miss its time and be the one that was expected.
    [[nodiscard]] duration tolerance() const;
    /// Whether the later ask is the earlier one again, some periods after it.
    [[nodiscard]] bool is_again(net::time_point later, net::time_point earlier) const;
    /// Counts how often asks came again since.
    void count_returns();
    /// Whether the ask came as it was expected.
    bool compare(net::time_point when);
    /// By how much an ask misses the nearest time at which one is expected; negative if it is early.
    [[nodiscard]] std::optional<duration> miss_of(net::time_point when) const;
    /// Whether it says something of the next one: the latest do, unless they came again often enough.
    [[nodiscard]] bool counts(std::size_t index) const;
    void learn();
    void recount_misses();

    std::array<net::time_point, capacity> asks_{};
    std::array<unsigned, capacity> returns_{}; ///< by the places of asks_
    std::size_t count_ = 0;
    std::size_t newest_ = 0;
    std::size_t since_learnt_ = 0; ///< asks that came as expected
    std::optional<duration> period_;
    ask_misses misses_;
    duration patience_{}; ///< how long after the last ask the next is still expected
    duration together_;
};

} // namespace barograph::metrics

#pragma once
#include "net/asio.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

namespace barograph::metrics {

/// When one question is asked, and so when it will be asked again. Several askers with periods of their own
/// phase, jitter, and asks that go to another replica are the normal case: the period is the shortest time
/// after which asks tend to come again, and every recent ask is expected again after each multiple of it.
/// Remembers a few asks and no period is presumed. Not thread-safe.
class ask_pattern {
public:
    using duration = net::steady_clock::duration;

    /// Asks nearer to each other than `together` count as one: they are served by the same value.
    explicit ask_pattern(duration together) : together_(together) {}

    /// Must be told in the order of time. An ask that is told late, after a newer one, is passed over.
    void asked(net::time_point when);

    /// The first ask expected from `from` on. Nothing while there is no period yet, or when that ask would be
    /// more than `patience` periods after the last one that came.
    [[nodiscard]] std::optional<net::time_point> next(net::time_point from) const;

    /// Whether so many periods went by without an ask that none is expected any more.
    [[nodiscard]] bool is_over(net::time_point now) const;

    /// The shortest time after which asks come again; nothing before the second ask.
    [[nodiscard]] std::optional<duration> period() const { return period_; }

    /// When the last ask came.
    [[nodiscard]] std::optional<net::time_point> last() const;

    static constexpr int patience = 5; ///< in periods

private:
    static constexpr std::size_t capacity = 16;

    /// From the oldest, 0, to the newest.
    [[nodiscard]] net::time_point at(std::size_t index) const;
    /// Whether an ask came around `when`; that ask.
    [[nodiscard]] std::optional<net::time_point> ask_near(net::time_point when, duration tolerance) const;

    /// How well a period explains the asks.
    struct fit {
        double share = 0; ///< of the asks that came again, among those that could have
        duration period{};
    };

    [[nodiscard]] fit try_period(duration candidate) const;
    void learn_period();

    std::array<net::time_point, capacity> asks_{};
    std::size_t count_ = 0;
    std::size_t newest_ = 0;
    std::optional<duration> period_;
    duration together_;
};

} // namespace barograph::metrics

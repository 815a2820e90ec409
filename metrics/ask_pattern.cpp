#include "metrics/ask_pattern.hpp"

#include <algorithm>
#include <vector>

namespace barograph::metrics {

namespace {

// Of periods that explain the asks nearly as well as the best, the shortest is the true one: its multiples
// fit no worse.
constexpr double nearly = 0.75;
constexpr int jitter_divisor = 50;

} // namespace

void ask_pattern::asked(net::time_point when) {
    if (count_ > 0 && when - asks_[newest_] < together_) {
        return;
    }
    newest_ = count_ == 0 ? 0 : (newest_ + 1) % capacity;
    asks_[newest_] = when;
    count_ = std::min(count_ + 1, capacity);
    learn_period();
}

net::time_point ask_pattern::at(std::size_t index) const {
    return asks_[(newest_ + capacity - (count_ - 1) + index) % capacity];
}

std::optional<net::time_point> ask_pattern::last() const {
    return count_ == 0 ? std::nullopt : std::optional(asks_[newest_]);
}

std::optional<net::time_point> ask_pattern::ask_near(net::time_point when, duration tolerance) const {
    std::optional<net::time_point> nearest;
    for (std::size_t i = 0; i < count_; ++i) {
        const auto distance = std::chrono::abs(at(i) - when);
        if (distance <= tolerance && (!nearest || distance < std::chrono::abs(*nearest - when))) {
            nearest = at(i);
        }
    }
    return nearest;
}

ask_pattern::fit ask_pattern::try_period(duration candidate) const {
    const auto tolerance = together_ + candidate / jitter_divisor;
    int could = 0;
    int did = 0;
    duration sum{};
    for (std::size_t i = 0; i < count_ && at(i) + candidate <= asks_[newest_] + tolerance; ++i) {
        ++could;
        // Not the ask itself, of a period that is hardly longer than the tolerance.
        if (const auto again = ask_near(at(i) + candidate, tolerance); again && *again > at(i)) {
            ++did;
            sum += *again - at(i);
        }
    }
    return did == 0 ? fit{} : fit{.share = static_cast<double>(did) / could, .period = sum / did};
}

void ask_pattern::learn_period() {
    // What goes on as it was costs next to nothing. A shorter period meanwhile would show as more phases.
    if (period_) {
        if (const auto known = try_period(*period_); known.share == 1) {
            period_ = known.period;
            return;
        }
    }
    std::vector<fit> fits;
    fits.reserve(capacity * capacity / 2);
    double best = 0;
    for (std::size_t i = 0; i < count_; ++i) {
        for (std::size_t j = i + 1; j < count_; ++j) {
            fits.push_back(try_period(at(j) - at(i)));
            best = std::max(best, fits.back().share);
        }
    }
    std::optional<duration> shortest;
    for (const auto& each : fits) {
        if (each.share >= best * nearly && each.share > 0 && (!shortest || each.period < *shortest)) {
            shortest = each.period;
        }
    }
    period_ = shortest;
}

std::optional<net::time_point> ask_pattern::next(net::time_point from) const {
    const auto& every = period_;
    if (!every) {
        return std::nullopt;
    }
    const auto newest = asks_[newest_];
    std::optional<net::time_point> first;
    for (std::size_t i = 0; i < count_; ++i) {
        const auto ask = at(i);
        if (newest - ask > *every * patience) {
            continue;
        }
        // The first multiple that is not before `from`, and not what has been already.
        const auto passed = from <= ask ? 0 : (from - ask + *every - duration{1}) / *every;
        const auto expected = ask + *every * std::max<duration::rep>(passed, 1);
        if (expected - newest <= *every * patience && (!first || expected < *first)) {
            first = expected;
        }
    }
    return first;
}

bool ask_pattern::is_over(net::time_point now) const {
    const auto& every = period_;
    return !every || now - asks_[newest_] > *every * patience;
}

} // namespace barograph::metrics

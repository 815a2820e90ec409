#include "metrics/ask_pattern.hpp"

#include <algorithm>
#include <vector>

namespace barograph::metrics {

namespace {

// No two asks are at one time, whatever the clock says.
constexpr std::chrono::milliseconds least_distance{1};
// A gap may miss a multiple of the period by this part of it.
constexpr int gap_tolerance_divisor = 8;
// The shortest gap may be so many periods long.
constexpr int most_periods_of_shortest_gap = 3;
// And a return may miss the period by this part of it in addition, since it drifts.
constexpr int return_tolerance_divisor = 50;
// Few asks that happen to fit must not outdo many.
constexpr int doubt = 4;
// Of returns that explain the asks nearly as well as the best, the shortest is the period: its multiples fit
// no worse.
constexpr double nearly = 0.6;
// Where so many asks came again without one missing, none of them went elsewhere, and nothing else will do.
constexpr int certain = 5;
constexpr double very_nearly = 0.9;

// In periods. Behind several replicas the gaps are long, and so may the next one be.
constexpr int least_patience = 4;
constexpr int most_patience = 12;

} // namespace

ask_pattern::ask_pattern(duration together) : together_(std::max<duration>(together, least_distance)) {}

void ask_pattern::asked(net::time_point when) {
    if (count_ > 0 && when - asks_[newest_] < together_) {
        return;
    }
    compare(when);
    newest_ = count_ == 0 ? 0 : (newest_ + 1) % capacity;
    asks_[newest_] = when;
    count_ = std::min(count_ + 1, capacity);
    learn();
}

void ask_pattern::compare(net::time_point when) {
    constexpr int weight = 4;
    if (!period_) {
        return;
    }
    const auto expected = next(when - *period_ / 2);
    const auto missed = expected ? std::chrono::abs(*expected - when) : *period_ / 2;
    // Of several phases a miss may be an ask of another: half a period says that nothing is known.
    if (missed < *period_ / 2) {
        const auto before = jitter_.value_or(missed);
        jitter_ = before + (missed - before) / weight;
    }
}

net::time_point ask_pattern::at(std::size_t index) const {
    return asks_[(newest_ + capacity - (count_ - 1) + index) % capacity];
}

std::optional<net::time_point> ask_pattern::last() const {
    return count_ == 0 ? std::nullopt : std::optional(asks_[newest_]);
}

void ask_pattern::learn() {
    if (count_ < 2) {
        return;
    }
    period_ = common_divisor();
    if (!period_) {
        period_ = usual_return();
    }
    if (!period_) {
        return;
    }
    duration longest_gap{};
    for (std::size_t i = 1; i < count_; ++i) {
        longest_gap = std::max(longest_gap, at(i) - at(i - 1));
    }
    patience_ =
        std::clamp(2 * longest_gap + 2 * *period_, *period_ * least_patience, *period_ * most_patience);
}

// For one asker, some of whose asks may go elsewhere.
std::optional<ask_pattern::duration> ask_pattern::common_divisor() const {
    auto shortest = duration::max();
    for (std::size_t i = 1; i < count_; ++i) {
        shortest = std::min(shortest, at(i) - at(i - 1));
    }
    for (int periods = 1; periods <= most_periods_of_shortest_gap; ++periods) {
        // Of very short periods everything is a multiple.
        if (periods > 1 && shortest / periods < 2 * together_) {
            break;
        }
        if (const auto found = divide_gaps(shortest / periods)) {
            return found;
        }
    }
    return std::nullopt;
}

// The candidate, more exactly, if every gap is a multiple of it.
std::optional<ask_pattern::duration> ask_pattern::divide_gaps(duration candidate) const {
    const auto tolerance = std::min(together_, candidate / gap_tolerance_divisor);
    duration::rep periods = 0;
    for (std::size_t i = 1; i < count_; ++i) {
        const auto gap = at(i) - at(i - 1);
        const auto multiple = (gap + candidate / 2) / candidate;
        if (multiple == 0 || std::chrono::abs(gap - candidate * multiple) > tolerance) {
            return std::nullopt;
        }
        periods += multiple;
    }
    return (at(count_ - 1) - at(0)) / periods;
}

// For several askers.
std::optional<ask_pattern::duration> ask_pattern::usual_return() const {
    std::vector<fit> fits;
    fits.reserve(capacity * capacity / 2);
    fit best;
    for (std::size_t i = 0; i < count_; ++i) {
        for (std::size_t j = i + 1; j < count_; ++j) {
            fits.push_back(try_return(at(j) - at(i)));
            best = fits.back().share > best.share ? fits.back() : best;
        }
    }
    const auto enough = best.share * (best.missed == 0 && best.came >= certain ? very_nearly : nearly);
    std::optional<duration> shortest;
    for (const auto& each : fits) {
        if (each.share > 0 && each.share >= enough && (!shortest || each.period < *shortest)) {
            shortest = each.period;
        }
    }
    return shortest;
}

ask_pattern::fit ask_pattern::try_return(duration candidate) const {
    const auto tolerance =
        std::min(together_, candidate / gap_tolerance_divisor) + candidate / return_tolerance_divisor;
    int could = 0;
    int did = 0;
    duration sum{};
    for (std::size_t i = 0; i < count_ && at(i) + candidate <= asks_[newest_] + tolerance; ++i) {
        ++could;
        // Not the ask itself, of a time that is hardly longer than the tolerance.
        if (const auto again = ask_near(at(i) + candidate, tolerance); again && *again > at(i)) {
            ++did;
            sum += *again - at(i);
        }
    }
    if (did == 0) {
        return {};
    }
    return {.share = static_cast<double>(did) / (could + doubt),
            .came = did,
            .missed = could - did,
            .period = sum / did};
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

std::optional<net::time_point> ask_pattern::next(net::time_point from) const {
    if (!period_) {
        return std::nullopt;
    }
    const auto newest = asks_[newest_];
    std::optional<net::time_point> first;
    for (std::size_t i = 0; i < count_; ++i) {
        const auto ask = at(i);
        if (newest - ask > patience_) {
            continue;
        }
        // The first multiple that is not before `from`, and not the ask itself.
        const auto passed = from <= ask ? 0 : (from - ask + *period_ - duration{1}) / *period_;
        const auto expected = ask + *period_ * std::max<duration::rep>(passed, 1);
        if (expected - newest <= patience_ && (!first || expected < *first)) {
            first = expected;
        }
    }
    return first;
}

bool ask_pattern::is_over(net::time_point now) const {
    return !period_ || now - asks_[newest_] > patience_;
}

} // namespace barograph::metrics

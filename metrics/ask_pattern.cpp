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
// A return may do so, too; but the less it may miss, the less is by chance, so that this is tried first.
constexpr int narrow_divisor = 8;
// Beside that it may miss the period by this part of it, since it drifts.
constexpr int drift_divisor = 100;
// Few asks that happen to fit must not outdo many.
constexpr int doubt = 4;
// Of returns that explain the asks nearly as well as the best, the shortest is the period: its multiples fit
// no worse. Of few asks the shortest is to be believed even sooner; where the best is certain, hardly.
constexpr double very_nearly = 0.9;
constexpr double nearly = 0.6;
constexpr double nearly_of_few = 0.5;
constexpr int few = 5;
constexpr int came_for_each_missed = 6;

// An asker that once came late comes later from then on: of its asks only so many of the newest say when the
// next one comes. More than one do, as it may come late just once.
constexpr unsigned enough_returns = 2;

// In periods. Behind several replicas the gaps are long, and so may the next one be.
constexpr int least_patience = 4;
constexpr int most_patience = 12;

} // namespace

ask_pattern::ask_pattern(duration together) : together_(std::max<duration>(together, least_distance)) {}

void ask_pattern::asked(net::time_point when) {
    if (count_ > 0 && when - asks_[newest_] < together_) {
        return;
    }
    const bool as_expected = compare(when);
    newest_ = count_ == 0 ? 0 : (newest_ + 1) % capacity;
    asks_[newest_] = when;
    returns_[newest_] = 0;
    count_ = std::min(count_ + 1, capacity);
    // What was learnt is not worked out anew for each ask that confirms it.
    if (as_expected && count_ == capacity && since_learnt_ < capacity / 2) {
        ++since_learnt_;
    } else {
        since_learnt_ = 0;
        learn();
    }
    count_returns();
}

ask_pattern::duration ask_pattern::tolerance() const {
    return std::min(together_, *period_ / gap_tolerance_divisor) + *period_ / drift_divisor;
}

bool ask_pattern::is_again(net::time_point later, net::time_point earlier) const {
    const auto periods = (later - earlier + *period_ / 2) / *period_;
    return periods > 0 && std::chrono::abs(later - earlier - *period_ * periods) <= tolerance();
}

void ask_pattern::count_returns() {
    if (!period_) {
        return;
    }
    // By another period they are other asks' returns.
    const bool all_anew = since_learnt_ == 0;
    for (std::size_t i = 0; i < count_; ++i) {
        const auto returns = [&](net::time_point later) { return is_again(later, asks_[i]); };
        if (all_anew) {
            returns_[i] =
                static_cast<unsigned>(std::count_if(asks_.begin(), asks_.begin() + count_, returns));
        } else if (returns(asks_[newest_])) {
            ++returns_[i];
        }
    }
}

bool ask_pattern::compare(net::time_point when) {
    const auto missed = miss_of(when);
    if (!missed) {
        return false;
    }
    misses_.missed(*missed);
    return std::chrono::abs(*missed) <= *period_ / drift_divisor;
}

std::optional<ask_pattern::duration> ask_pattern::miss_of(net::time_point when) const {
    if (is_over(when)) {
        return std::nullopt;
    }
    std::optional<duration> least;
    for (std::size_t i = 0; i < count_; ++i) {
        if (counts(i)) {
            const auto periods = std::max<duration::rep>((when - asks_[i] + *period_ / 2) / *period_, 1);
            const auto missed = when - (asks_[i] + *period_ * periods);
            least = !least || std::chrono::abs(missed) < std::chrono::abs(*least) ? missed : *least;
        }
    }
    return least;
}

bool ask_pattern::counts(std::size_t index) const {
    return asks_[newest_] - asks_[index] <= patience_ && returns_[index] < enough_returns;
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
    const auto before = period_;
    period_ = common_divisor();
    if (!period_ || comes_seldom_at(*period_)) {
        const auto found = usual_return();
        if (period_ ? found.is_certain(count_) : found.came > 0) {
            period_ = found.period;
        }
    }
    if (!period_) {
        return;
    }
    if (!before || std::chrono::abs(*period_ - *before) > *before / gap_tolerance_divisor) {
        recount_misses();
    }
    duration longest_gap{};
    for (std::size_t i = 1; i < count_; ++i) {
        longest_gap = std::max(longest_gap, at(i) - at(i - 1));
    }
    patience_ =
        std::clamp(2 * longest_gap + 2 * *period_, *period_ * least_patience, *period_ * most_patience);
}

// By another period asks were expected at other times.
void ask_pattern::recount_misses() {
    misses_.clear();
    for (std::size_t i = 1; i < count_; ++i) {
        duration least = *period_;
        for (std::size_t j = 0; j < i; ++j) {
            const auto periods = std::max<duration::rep>((at(i) - at(j) + *period_ / 2) / *period_, 1);
            const auto missed = at(i) - at(j) - *period_ * periods;
            least = std::chrono::abs(missed) < std::chrono::abs(least) ? missed : least;
        }
        // Those by far are of the time before the asks had a period.
        if (std::chrono::abs(least) <= tolerance()) {
            misses_.missed(least);
        }
    }
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

bool ask_pattern::comes_seldom_at(duration period) const {
    return 3 * (at(count_ - 1) - at(0)) > 4 * static_cast<duration::rep>(count_ - 1) * period;
}

bool ask_pattern::fit::is_certain(std::size_t asks) const {
    return came >= few && came >= came_for_each_missed * missed &&
           2 * static_cast<std::size_t>(came) >= asks - 1;
}

// For several askers.
ask_pattern::fit ask_pattern::usual_return() const {
    std::vector<fit> fits;
    fits.reserve(capacity * capacity);
    fit best;
    for (std::size_t i = 0; i < count_; ++i) {
        for (std::size_t j = i + 1; j < count_; ++j) {
            const auto candidate = at(j) - at(i);
            const auto widest = std::min(together_, candidate / gap_tolerance_divisor);
            for (const auto tolerance : {widest / narrow_divisor, widest}) {
                fits.push_back(try_return(candidate, tolerance + candidate / drift_divisor));
                best = fits.back().share > best.share ? fits.back() : best;
            }
        }
    }
    const auto enough = best.share * (best.is_certain(count_) ? very_nearly
                                      : best.came >= few      ? nearly
                                                              : nearly_of_few);
    fit shortest;
    for (const auto& each : fits) {
        if (each.share > 0 && each.share >= enough && (shortest.came == 0 || each.period < shortest.period)) {
            shortest = each;
        }
    }
    return shortest;
}

ask_pattern::fit ask_pattern::try_return(duration candidate, duration tolerance) const {
    using seconds = std::chrono::duration<double>;
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
    const auto asks_a_second = static_cast<double>(count_) / seconds(at(count_ - 1) - at(0)).count();
    const auto by_chance = std::min(1.0, 2 * seconds(tolerance).count() * asks_a_second) * could;
    return {.share = (did - by_chance) / (could + doubt),
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
        if (!counts(i)) {
            continue;
        }
        const auto ask = asks_[i];
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

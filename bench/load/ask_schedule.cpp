#include "bench/load/ask_schedule.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace barograph::bench {

namespace {

ask_schedule::duration as_duration(double count) {
    return std::chrono::duration_cast<ask_schedule::duration>(std::chrono::duration<double>(count));
}

} // namespace

ask_schedule::ask_schedule(const shape& all, unsigned part, unsigned parts)
    : period_(as_duration(all.period_seconds)) {
    const auto count =
        std::max<std::size_t>(static_cast<std::size_t>(std::lround(all.rate * all.period_seconds)), 1);
    std::mt19937 random(part + 1);
    const double round = all.round_seconds > 0 ? all.round_seconds : all.period_seconds;
    std::uniform_real_distribution<double> anywhere(0, round);
    for (std::size_t i = part; i < count; i += parts) {
        const double share = static_cast<double>(i) / static_cast<double>(count);
        const double phase = all.even ? round * share : anywhere(random);
        askers_.push_back({as_duration(phase), as_duration(all.ramp_seconds * share), i});
    }
    std::ranges::sort(askers_, {}, &asker::phase);
    if (!empty() && due() < askers_[place_].first) {
        advance();
    }
}

ask_schedule::turn ask_schedule::next() const {
    return {due(), askers_[place_].number, static_cast<std::uint64_t>(periods_)};
}

void ask_schedule::advance() {
    do {
        if (++place_ == askers_.size()) {
            place_ = 0;
            ++periods_;
        }
    } while (due() < askers_[place_].first);
}

} // namespace barograph::bench

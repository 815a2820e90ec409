#include "bench/load/open_loop.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace barograph::bench {

namespace {

clock::duration seconds(double count) {
    return std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(count));
}

} // namespace

open_loop::open_loop(const settings& options, const request_set& requests, SSL_CTX* context, unsigned index)
    : worker(options, requests, context, index), keys_(requests.size(), options.spare, options.replaced),
      period_(seconds(options.period_seconds)) {
    const auto all = static_cast<std::size_t>(std::lround(options.rate * options.period_seconds));
    // The same schedule in each run, so that runs can be compared.
    std::mt19937 random(index + 1);
    const double round = options.round_seconds > 0 ? options.round_seconds : options.period_seconds;
    std::uniform_real_distribution<double> anywhere(0, round);
    for (std::size_t i = index; i < std::max<std::size_t>(all, 1); i += options.threads) {
        const double even = round * static_cast<double>(i) / static_cast<double>(all);
        const double first = options.ramp_seconds * static_cast<double>(i) / static_cast<double>(all);
        askers_.push_back({seconds(options.even_phases ? even : anywhere(random)), seconds(first), i});
    }
    std::ranges::sort(askers_, {}, &asker::phase);
    if (!askers_.empty()) {
        turn_ = askers_.size() - 1;
        round_ = -1;
        advance();
    }
}

open_loop::due_request open_loop::next() const {
    const auto& asker = askers_[turn_];
    return {begin_ + period_ * round_ + asker.phase,
            keys_.target(asker.number, static_cast<std::uint64_t>(round_))};
}

void open_loop::advance() {
    do {
        advance_by_one();
    } while (period_ * round_ + askers_[turn_].phase < askers_[turn_].first);
}

void open_loop::advance_by_one() {
    if (++turn_ == askers_.size()) {
        turn_ = 0;
        ++round_;
    }
}

time_point open_loop::on_time(time_point now) {
    if (askers_.empty()) {
        return time_point::max();
    }
    if (begin_ == time_point{}) {
        begin_ = now;
    }
    give_up_late(now);
    for (auto request = next(); request.due <= now && request.due < time().end; advance(), request = next()) {
        if (idle_.empty()) {
            waiting_.push_back(request);
            continue;
        }
        auto& which = *idle_.back();
        idle_.pop_back();
        if (is_measured(request.due)) {
            statistics_.lateness.record(static_cast<std::uint64_t>((clock::now() - request.due).count()));
        }
        ++asked_;
        ask(which, request.key, request.due);
    }
    return next().due < time().end ? next().due : time_point::max();
}

void open_loop::give_up_late(time_point now) {
    for (; !waiting_.empty() && now - waiting_.front().due >= period_; waiting_.pop_front()) {
        record_unanswered(waiting_.front().due, now, "never sent");
    }
}

void open_loop::on_ready(connection& which) {
    if (waiting_.empty()) {
        idle_.push_back(&which);
        return;
    }
    const auto request = waiting_.front();
    waiting_.pop_front();
    ++asked_;
    ask(which, request.key, request.due);
}

bool open_loop::on_answer(connection& which) {
    --asked_;
    const auto now = clock::now();
    record(which, now, is_measured(which.since()));
    return options_.connection_seconds <= 0 || now - which.opened < seconds(options_.connection_seconds);
}

void open_loop::on_loss(connection& which) {
    if (which.is_asking()) {
        --asked_;
    }
    std::erase(idle_, &which);
}

bool open_loop::is_waiting(time_point now) const {
    return (asked_ > 0 || !waiting_.empty()) && now < time().end + seconds(options_.timeout_seconds);
}

void open_loop::on_end(time_point now) {
    for (const auto& request : waiting_) {
        record_unanswered(request.due, now, "never sent");
    }
}

} // namespace barograph::bench

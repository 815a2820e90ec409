#include "bench/load/open_loop.hpp"

namespace barograph::bench {

namespace {

clock::duration seconds(double count) {
    return std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(count));
}

} // namespace

open_loop::open_loop(const settings& options, const request_set& requests, SSL_CTX* context, unsigned index)
    : worker(options, requests, context, index), schedule_({.rate = options.rate,
                                                            .period_seconds = options.period_seconds,
                                                            .round_seconds = options.round_seconds,
                                                            .ramp_seconds = options.ramp_seconds,
                                                            .even = options.even_phases},
                                                           index, options.threads),
      keys_(requests.size(), options.spare, options.replaced) {}

open_loop::due_request open_loop::next() const {
    const auto turn = schedule_.next();
    return {begin_ + turn.due, keys_.target(turn.asker, turn.period)};
}

time_point open_loop::on_time(time_point now) {
    if (schedule_.empty()) {
        return time_point::max();
    }
    if (begin_ == time_point{}) {
        begin_ = now;
    }
    give_up_late(now);
    for (auto request = next(); request.due <= now && request.due < time().end;
         schedule_.advance(), request = next()) {
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
    for (; !waiting_.empty() && now - waiting_.front().due >= schedule_.period(); waiting_.pop_front()) {
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
    return !is_of_age(which, now);
}

bool open_loop::is_of_age(const connection& which, time_point now) const {
    return options_.connection_seconds > 0 && now - which.opened >= seconds(options_.connection_seconds);
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

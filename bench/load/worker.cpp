#include "bench/load/worker.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/epoll.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace barograph::bench {

namespace {

constexpr std::chrono::milliseconds look_interval{20};
constexpr std::chrono::milliseconds after_failure{20};

std::uint64_t nanoseconds(clock::duration duration) {
    return static_cast<std::uint64_t>(
        std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count()));
}

} // namespace

worker::worker(const settings& options, const request_set& requests, SSL_CTX* context, unsigned index)
    : options_(options), requests_(requests), index_(index), context_(context), address_(options.address()),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ < 0) {
        throw std::system_error(errno, std::generic_category(), "epoll_create1");
    }
    for (std::size_t i = 0; i < share_of(options.connections); ++i) {
        connections_.push_back(std::make_unique<connection>());
    }
}

worker::~worker() {
    ::close(epoll_);
}

std::size_t worker::share_of(std::size_t all) const {
    return all / options_.threads + (index_ < all % options_.threads ? 1 : 0);
}

void worker::run(const measured_time& time, const interval_handler& over) {
    time_ = time;
    for (auto& each : connections_) {
        open(*each);
    }
    auto interval_end = time_.begin + time_.interval;
    for (auto now = clock::now(); now < time_.end || is_waiting(now); now = clock::now()) {
        if (now >= interval_end && interval_end < time_.end) {
            over(std::exchange(statistics_, {}));
            interval_end += time_.interval;
        }
        if (now - looked_after_ > look_interval) {
            look_after(now);
        }
        wait(std::min(on_time(now), now + look_interval));
    }
    on_end(clock::now());
    over(std::move(statistics_));
}

void worker::open(connection& which) {
    which.open(context_, address_, options_.resume ? session_.get() : nullptr);
    // Edge-triggered and for both directions, so that it is told once a connection, not once a request.
    epoll_event interest{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.ptr = &which}};
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, which.stream().socket(), &interest) != 0) {
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    }
}

void worker::wait(time_point until) {
    const auto left = std::max(clock::duration::zero(), until - clock::now());
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(left);
    const timespec timeout{.tv_sec = whole.count(), .tv_nsec = (left - whole).count()};
    std::array<epoll_event, 128> events; // NOLINT(cppcoreguidelines-pro-type-member-init)
    const int count = ::epoll_pwait2(epoll_, events.data(), events.size(), &timeout, nullptr);
    for (int i = 0; i < count; ++i) {
        auto& which = *static_cast<connection*>(events[static_cast<std::size_t>(i)].data.ptr);
        handle(which, which.advance());
    }
}

void worker::handle(connection& which, connection::event event) {
    switch (event) {
    case connection::event::none:
        break;
    case connection::event::ready:
        if (statistics_.tls.empty()) {
            statistics_.tls = which.stream().description();
        }
        if (is_measured(clock::now())) {
            ++statistics_.connections;
            statistics_.resumed += which.stream().is_resumed() ? 1U : 0U;
        }
        on_ready(which);
        break;
    case connection::event::answered:
        if (options_.resume) {
            session_ = which.stream().session();
        }
        if (on_answer(which) && which.response().keeps_open()) {
            on_ready(which);
        } else {
            reopen(which, {});
        }
        break;
    case connection::event::lost:
        on_loss(which);
        reopen(which, {});
        break;
    case connection::event::failed:
        if (which.is_asking()) {
            record_unanswered(which.since(), clock::now(), which.failure());
        } else if (is_measured(clock::now())) {
            ++statistics_.errors[which.failure()];
        }
        on_loss(which);
        reopen(which, after_failure);
        break;
    }
}

// What no event tells of: answers that do not come, and connections to be opened again. One that is kept for
// long without an ask must end here: the server would end it some day, perhaps in the moment of its next ask.
void worker::look_after(time_point now) {
    looked_after_ = now;
    const auto longest =
        std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(options_.timeout_seconds));
    bool replaced = false;
    for (auto& each : connections_) {
        if (!each->is_open() && now >= each->reopen_at) {
            open(*each);
        } else if (each->is_asking() && now - each->since() > longest) {
            record_unanswered(each->since(), now, "timeout");
            on_loss(*each);
            reopen(*each, {});
        } else if (!replaced && each->is_idle() && is_of_age(*each, now)) {
            on_loss(*each);
            reopen(*each, {});
            replaced = true;
        }
    }
}

void worker::reopen(connection& which, std::chrono::milliseconds after) {
    which.close();
    if (after > after.zero()) {
        which.reopen_at = clock::now() + after;
    } else {
        open(which);
    }
}

void worker::ask(connection& which, std::size_t key, time_point since) {
    requests_.write(key, which.request_buffer());
    if (const auto event = which.ask(since); event != connection::event::none) {
        handle(which, event);
    }
}

void worker::record(const connection& which, time_point now, bool measured) {
    const auto& response = which.response();
    const bool is_good = response.status() == 200 && response.body_bytes() >= options_.min_body;
    statistics_.completed += is_good && is_measured(now) ? 1U : 0U;
    if (!measured) {
        return;
    }
    if (is_good) {
        ++statistics_.answers;
        statistics_.body_bytes += response.body_bytes();
        statistics_.latency.record(nanoseconds(now - which.since()));
    } else if (response.status() == 200) {
        ++statistics_.errors["short body"];
    } else {
        ++statistics_.errors["status " + std::to_string(response.status())];
    }
}

void worker::record_unanswered(time_point since, time_point now, const std::string& kind) {
    if (is_measured(since)) {
        ++statistics_.errors[kind];
        statistics_.latency.record(nanoseconds(now - since));
    }
}

} // namespace barograph::bench

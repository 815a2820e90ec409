#include "metrics/query_dispatch.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace barograph::metrics {

namespace {

// Enough that an ask does not wait for another's slow query, few enough that a busy group's asks gather.
constexpr std::size_t most_flying_of_a_group = 4;
constexpr std::chrono::milliseconds first_pause{500};
constexpr net::asio::use_awaitable_t<net::executor> use_awaitable;

// Those of one PromQL are one query.
std::vector<std::vector<passenger>> by_promql(std::vector<passenger> boarded) {
    std::map<std::string, std::vector<passenger>> found;
    for (auto& each : boarded) {
        if (each.still_wants()) {
            auto promql = each.key->query.promql;
            found[std::move(promql)].push_back(std::move(each));
        }
    }
    std::vector<std::vector<passenger>> queries;
    queries.reserve(found.size());
    for (auto& [promql, same] : found) {
        queries.push_back(std::move(same));
    }
    return queries;
}

} // namespace

query_dispatch::query_dispatch(net::executor ex, prometheus::api& api, telemetry::value_instruments& counts,
                               net::task_group& tasks, const value_cache_options& options, clock time,
                               landing on_landing)
    : executor_(ex), api_(api), counts_(counts), tasks_(tasks), options_(options), clock_(std::move(time)),
      on_landing_(std::move(on_landing)), slots_(ex, options.max_queries) {}

std::shared_ptr<value_flight> query_dispatch::take_off(const key_ptr& key) {
    if (key->flight) {
        return key->flight;
    }
    key->flight = std::make_shared<value_flight>(executor_);
    const auto& group = key->group;
    group->boarding.push_back({key, key->flight});
    if (!std::exchange(group->called, true)) {
        tasks_.spawn("asking Prometheus", call(group));
    }
    return key->flight;
}

net::awaitable<> query_dispatch::call(group_ptr group) {
    // Whoever asks in this moment, too, comes along.
    co_await net::asio::post(executor_, use_awaitable);
    group->called = false;
    depart(group);
}

void query_dispatch::depart(const group_ptr& group) {
    if (!group->boarding.empty() && group->flying < most_flying_of_a_group) {
        send(group, std::exchange(group->boarding, {}), telemetry::query_purpose::ask);
    }
}

void query_dispatch::refresh(const std::vector<value_key*>& keys) {
    std::vector<passenger> boarded;
    for (auto* key : keys) {
        if (!key->flight) {
            key->flight = std::make_shared<value_flight>(executor_);
            boarded.push_back({key->shared_from_this(), key->flight});
        }
    }
    if (!boarded.empty()) {
        const auto group = boarded.front().key->group;
        send(group, std::move(boarded), telemetry::query_purpose::refresh);
    }
}

void query_dispatch::send(const group_ptr& group, std::vector<passenger> boarded,
                          telemetry::query_purpose purpose) {
    for (auto& same : by_promql(std::move(boarded))) {
        ++group->flying;
        tasks_.spawn("asking Prometheus", fly({group, std::move(same), purpose}));
    }
}

net::awaitable<> query_dispatch::fly(load carried) {
    // Whoever waits must be woken, and the next may go, however this ends.
    struct arrival {
        query_dispatch& dispatch;
        const load& carried;

        ~arrival() {
            for (const auto& each : carried.passengers) {
                if (each.still_wants()) {
                    std::exchange(each.key->flight, nullptr)->land(nullptr);
                }
            }
            --carried.group->flying;
            dispatch.depart(carried.group);
        }
    };

    const arrival at_end{*this, carried};
    const auto [queried, came] = co_await ask(*carried.group, carried.passengers.front().key->query.promql);
    if (came) {
        carried.group->latency.took(clock_.monotonic() - queried);
    }
    counts_.queried(carried.purpose, carried.passengers.size());
    land(carried, queried, came);
}

net::awaitable<std::pair<net::time_point, query_dispatch::result>>
query_dispatch::ask(const query_group& group, std::string promql) {
    const auto deadline = clock_.monotonic() + options_.query_timeout;
    const auto slot = co_await slots_.take(group.rule, deadline);
    if (!slot) {
        result busy = std::unexpected(prometheus::error{
            prometheus::errc::timed_out, "too many queries of " + api_.where() + " wait for their turn"});
        co_return std::pair(clock_.monotonic(), std::move(busy));
    }
    std::chrono::milliseconds pause = first_pause;
    for (;;) {
        const auto queried = clock_.monotonic();
        auto came = co_await api_.query(promql, deadline);
        if (came || came.error().code != prometheus::errc::limited) {
            co_return std::pair(queried, std::move(came));
        }
        // The turn is kept meanwhile, so that the fewer queries go out the more are refused.
        const auto wait = std::max<std::chrono::milliseconds>(
            pause, came.error().retry_after.value_or(std::chrono::seconds{0}));
        if (clock_.monotonic() + wait >= deadline) {
            co_return std::pair(queried, std::move(came));
        }
        value_flight::timer slower(executor_, wait);
        co_await slower.async_wait(use_awaitable);
        pause *= 2;
    }
}

void query_dispatch::land(const load& carried, net::time_point queried, const result& came) {
    for (const auto& each : carried.passengers) {
        if (each.still_wants()) {
            auto told = on_landing_(each.key, queried, came);
            std::exchange(each.key->flight, nullptr)->land(std::move(told));
        }
    }
}

} // namespace barograph::metrics

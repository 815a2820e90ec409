#include "metrics/query_dispatch.hpp"

#include "metrics/refresh_timing.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>
#include <ranges>
#include <utility>

namespace barograph::metrics {

namespace {

// Enough that an ask does not wait for another's slow query, few enough that a busy group's asks gather.
constexpr std::size_t most_flying_of_a_group = refresh_timing::queries_at_once;
constexpr std::chrono::milliseconds first_pause{500};
// A backend may be set up otherwise meanwhile.
constexpr std::chrono::minutes unmerged_for{10};
// What one query answers at most; and among so many it is looked for who comes along.
constexpr std::size_t most_of_a_query = rules::merge_limits{}.queries;
constexpr std::size_t most_looked_at = 2 * most_of_a_query;
// Of queries that may all fail so many are tried.
constexpr std::size_t trials = 2;
constexpr net::asio::use_awaitable_t<net::executor> use_awaitable;

// Failures that have to do with the query, so that a part of it may fare better.
bool concerns_the_query(prometheus::errc code) {
    return code == prometheus::errc::rejected || code == prometheus::errc::too_large;
}

// And those that may: a proxy's page in the place of an answer says nothing of the query. Who does not
// answer, or asks for fewer queries, is not sent more of them.
bool may_concern_the_query(prometheus::errc code) {
    return concerns_the_query(code) || code == prometheus::errc::malformed ||
           code == prometheus::errc::unavailable || code == prometheus::errc::partial;
}

void give_up(const passenger& who) {
    if (who.still_wants()) {
        who.key->land(who.flight, nullptr);
    }
}

bool comes_along(const passenger& who) {
    return who.why == boarding_reason::along;
}

bool nobody_waits(const passenger& who) {
    return who.why != boarding_reason::asked;
}

bool all_of(const query_load& load, bool (*holds)(const passenger&)) {
    return std::ranges::all_of(load.queries,
                               [holds](const auto& same) { return std::ranges::all_of(same, holds); });
}

// A value that comes a little later is no reason to ask the same twice at once.
bool is_redundant(const query_load& load) {
    return all_of(load, comes_along) ||
           (load.group->flying.contains(load.promql()) && all_of(load, nobody_waits));
}

// Takes out what need not be asked; those for whom it would have been, but for those that only come along.
std::vector<passenger> take_redundant(std::vector<query_load>& loads) {
    std::vector<passenger> left;
    std::erase_if(loads, [&left](query_load& load) {
        if (!is_redundant(load)) {
            return false;
        }
        for (auto& each : std::ranges::views::join(load.queries)) {
            if (comes_along(each)) {
                give_up(each);
            } else {
                left.push_back(std::move(each));
            }
        }
        return true;
    });
    return left;
}

} // namespace

query_dispatch::query_dispatch(net::executor ex, prometheus::api& api, telemetry::value_instruments& counts,
                               net::task_group& tasks, const value_cache_options& options, clock time,
                               landing on_landing)
    : executor_(ex), api_(api), counts_(counts), tasks_(tasks), options_(options), clock_(std::move(time)),
      on_landing_(std::move(on_landing)), slots_(ex, options.max_queries) {}

std::shared_ptr<value_flight> query_dispatch::take_off(const key_ptr& key) {
    if (key->flights.empty()) {
        key->group->boarding.push_back(passenger_for(key, boarding_reason::asked));
        summon(key->group);
    }
    return key->flights.front();
}

void query_dispatch::refresh(const std::vector<value_key*>& keys) {
    const auto& group = keys.front()->group;
    for (auto* key : keys) {
        group->judge_ride(*key);
        group->boarding.push_back(passenger_for(key->shared_from_this(), boarding_reason::refresh));
    }
    summon(group);
}

passenger query_dispatch::passenger_for(const key_ptr& key, boarding_reason why) {
    return {key, key->flights.emplace_back(std::make_shared<value_flight>(executor_)), why,
            clock_.monotonic()};
}

void query_dispatch::summon(const group_ptr& group) {
    if (!group->boarding.empty() && !group->called && group->flying.size() < most_flying_of_a_group) {
        group->called = true;
        tasks_.spawn("asking Prometheus", call(group));
    }
}

net::awaitable<> query_dispatch::call(group_ptr group) {
    // Whoever asks in this moment, too, comes along.
    co_await net::asio::post(executor_, use_awaitable);
    auto own = co_await next_turn(*group);
    group->called = false;
    auto loads = take_boarded(group);
    if (!own) {
        for (const auto& load : loads) {
            land_all(load.queries, {clock_.monotonic(), std::unexpected(busy())});
        }
        co_return;
    }
    if (loads.empty()) {
        co_return;
    }
    auto first = std::move(loads.back());
    loads.pop_back();
    launch(std::move(loads));
    group->flying.insert(first.promql());
    co_await fly_in_turn(std::move(first), std::move(own));
}

std::vector<query_load> query_dispatch::take_boarded(const group_ptr& group) {
    std::optional<rules::merge_limits> limits;
    if (options_.merge_queries && clock_.monotonic() >= group->single_until) {
        limits.emplace().encoded_bytes = options_.merged_query_bytes;
    }
    auto boarded = std::exchange(group->boarding, {});
    const bool anybody_waits = std::ranges::any_of(
        boarded, [](const passenger& each) { return each.why == boarding_reason::asked; });
    if (limits && (anybody_waits || group->is_slow())) {
        take_along(group, boarded, {.somebody_waits = anybody_waits, .queries_are_scarce = is_crowded()});
    }
    auto loads = loads_of(group, std::move(boarded), limits);
    auto left = take_redundant(loads);
    if (is_crowded()) {
        std::ranges::for_each(left, give_up);
        return loads;
    }
    // What is the query under way together with those that come along is another without them.
    auto alone = loads_of(group, std::move(left), limits);
    std::ranges::for_each(take_redundant(alone), give_up);
    std::ranges::move(alone, std::back_inserter(loads));
    return loads;
}

void query_dispatch::take_along(const group_ptr& group, std::vector<passenger>& boarded,
                                rider_choice::occasion what) {
    const auto& members = group->members;
    if (boarded.empty()) {
        return;
    }
    const rider_choice riders(*group, options_.max_staleness, clock_.monotonic(), what);
    // Behind a slow backend an ask that waits costs more than riders in vain do; elsewhere there are only so
    // many as are likely to be of use.
    const auto could = std::min(members.size(), most_of_a_query);
    const auto most = group->is_slow() ? most_of_a_query : group->rides.of(could);
    const auto full = std::min(boarded.size() + most, most_of_a_query);
    auto next = members.upper_bound(boarded.back().key->number);
    for (auto left = std::min(members.size(), most_looked_at); left > 0 && boarded.size() < full;
         --left, ++next) {
        next = next == members.end() ? members.begin() : next;
        if (riders.is_worthwhile(*next->second)) {
            group->judge_ride(*next->second);
            boarded.push_back(passenger_for(next->second->shared_from_this(), boarding_reason::along));
        }
    }
}

void query_dispatch::launch(std::vector<query_load> loads) {
    for (auto& load : loads) {
        load.group->flying.insert(load.promql());
        tasks_.spawn("asking Prometheus", fly(std::move(load)));
    }
}

net::awaitable<> query_dispatch::fly(query_load carried) {
    co_await fly_in_turn(std::move(carried), std::nullopt);
}

net::awaitable<query_dispatch::turn> query_dispatch::next_turn(const query_group& group) {
    co_return co_await slots_.take(group.rule, clock_.monotonic() + options_.query_timeout);
}

net::awaitable<> query_dispatch::fly_in_turn(query_load carried, turn own) {
    // Whoever waits must be woken, and the next may go, however this ends.
    struct arrival {
        query_dispatch& dispatch;
        const query_load& carried;
        std::string promql;

        ~arrival() {
            for (const auto& same : carried.queries) {
                std::ranges::for_each(same, give_up);
            }
            carried.group->flying.extract(promql);
            dispatch.summon(carried.group);
        }
    };

    const arrival at_end{*this, carried, carried.promql()};
    if (!own) {
        own = co_await next_turn(*carried.group);
    }
    reply got{clock_.monotonic(), std::unexpected(busy())};
    if (own) {
        for (const auto& same : carried.queries) {
            std::ranges::for_each(same, [&got](const passenger& each) { each.flight->leave(got.queried); });
        }
        got = co_await ask(carried);
    }
    own.reset();
    if (!carried.merged) {
        land(carried.queries.front(), got.queried, got.came);
        co_return;
    }
    if (auto shared = share_out(carried, got); !shared) {
        co_await ask_one_by_one(carried, got, std::move(shared.error()));
    }
}

net::awaitable<query_dispatch::reply> query_dispatch::ask(const query_load& carried) {
    const auto deadline = clock_.monotonic() + options_.query_timeout;
    counts_.queried(carried.purpose(), carried.merged.has_value(), carried.passengers());
    std::chrono::milliseconds pause = first_pause;
    for (;;) {
        const auto under_way = slots_.taken();
        auto queried = clock_.monotonic();
        auto came = co_await api_.query(carried.promql(), deadline);
        if (came) {
            queried = std::min(queried, came->sent.value_or(queried));
            const auto now = clock_.monotonic();
            carried.group->latency.took(now - queried, now, under_way);
        }
        if (came || came.error().code != prometheus::errc::limited) {
            co_return reply{queried, std::move(came)};
        }
        // The turn is kept meanwhile, so that the fewer queries go out the more are refused.
        const auto wait = std::max<std::chrono::milliseconds>(
            pause, came.error().retry_after.value_or(std::chrono::seconds{0}));
        if (clock_.monotonic() + wait >= deadline) {
            co_return reply{queried, std::move(came)};
        }
        value_flight::timer slower(executor_, wait);
        co_await slower.async_wait(use_awaitable);
        pause *= 2;
    }
}

prometheus::error query_dispatch::busy() const {
    return {prometheus::errc::timed_out, "too many queries of " + api_.where() + " wait for their turn"};
}

void query_dispatch::land(const std::vector<passenger>& passengers, net::time_point queried,
                          const result& came) {
    for (const auto& each : passengers) {
        if (comes_along(each) && !came) {
            give_up(each);
        } else if (each.still_wants()) {
            if (comes_along(each)) {
                each.key->rode = each.since;
            }
            auto told = on_landing_(each.key, queried, came);
            each.key->land(each.flight, std::move(told));
        }
    }
}

void query_dispatch::land_all(const std::vector<std::vector<passenger>>& queries, const reply& got) {
    for (const auto& same : queries) {
        land(same, got.queried, got.came);
    }
}

std::expected<void, prometheus::error> query_dispatch::share_out(query_load& carried, const reply& got) {
    if (!got.came && may_concern_the_query(got.came.error().code)) {
        return std::unexpected(got.came.error());
    }
    if (!got.came) {
        land_all(carried.queries, got);
        return {};
    }
    auto parts = separate(carried, *got.came);
    if (!parts) {
        // It is no query to ask this backend.
        return std::unexpected(prometheus::error{prometheus::errc::rejected, std::move(parts.error())});
    }
    merging_.works("merged queries of the rule at " + carried.group->rule);
    for (std::size_t i = 0; i < parts->size(); ++i) {
        land(carried.queries[i], got.queried, std::move((*parts)[i]));
    }
    return {};
}

net::awaitable<> query_dispatch::ask_one_by_one(query_load& carried, const reply& got,
                                                prometheus::error why) {
    for (auto& same : carried.queries) {
        std::ranges::for_each(std::ranges::views::filter(same, comes_along), give_up);
        std::erase_if(same, comes_along);
    }
    std::erase_if(carried.queries, [](const auto& same) { return same.empty(); });
    auto rest = std::exchange(carried.queries, {});
    const auto singly = [&carried](std::vector<passenger> same) {
        query_load alone{carried.group, {}, std::nullopt};
        alone.queries.push_back(std::move(same));
        return alone;
    };
    bool go_on = concerns_the_query(why.code);
    if (go_on) {
        carried.group->single_until = clock_.monotonic() + unmerged_for;
        merging_.failed("merged queries of the rule at " + carried.group->rule,
                        "asked one by one for a while: " + why.message);
    }
    // A backend in trouble must not get as many queries as were saved before.
    for (std::size_t tried = 0; !go_on && tried < trials && !rest.empty(); ++tried) {
        carried.queries = {std::move(rest.back())};
        rest.pop_back();
        const auto alone = singly(carried.queries.front());
        const auto own = co_await next_turn(*carried.group);
        reply single{clock_.monotonic(), std::unexpected(busy())};
        if (own) {
            single = co_await ask(alone);
        }
        land(alone.queries.front(), single.queried, single.came);
        go_on = single.came.has_value();
    }
    carried.queries.clear();
    if (!go_on) {
        land_all(rest, {got.queried, std::unexpected(std::move(why))});
        co_return;
    }
    std::vector<query_load> loads;
    loads.reserve(rest.size());
    for (auto& same : rest) {
        loads.push_back(singly(std::move(same)));
    }
    launch(std::move(loads));
}

} // namespace barograph::metrics

#include "metrics/rider_choice.hpp"
#include "test/support/catch.hpp"
#include "test/unit/metrics/rule_of.hpp"

#include <boost/asio/io_context.hpp>

namespace rider_choice_test {

using namespace barograph;
using namespace std::chrono_literals;

namespace {

/// A key that is asked for every 15 s, and the next time at `expected`.
struct regular_key {
    regular_key() {
        for (auto ago = 5; ago > 0; --ago) {
            key.live->asked(expected - ago * 15s);
        }
        for (auto times = 50; times > 0; --times) {
            slow.latency.took(2s, expected);
            fast.latency.took(100ms, expected);
        }
    }

    void query_left(net::time_point when) {
        key.flights.push_back(std::make_shared<metrics::value_flight>(context.get_executor()));
        key.flights.back()->leave(when);
    }

    /// For a query that goes out now.
    [[nodiscard]] bool comes_along(const metrics::query_group& group, net::time_point now) const {
        return metrics::rider_choice(group, 5s, now, {}).is_worthwhile(key);
    }

    /// The same for one that somebody waits for.
    [[nodiscard]] bool joins_an_ask(const metrics::query_group& group, net::time_point now) const {
        return metrics::rider_choice(group, 5s, now, {.somebody_waits = true}).is_worthwhile(key);
    }

    /// The same for any query while there are very many.
    [[nodiscard]] bool saves_a_query(const metrics::query_group& group, net::time_point now) const {
        return metrics::rider_choice(group, 5s, now, {.queries_are_scarce = true}).is_worthwhile(key);
    }

    net::asio::io_context context;
    telemetry::instruments counts{"test"};
    metrics::query_group slow;
    metrics::query_group fast;
    metrics::value_key key{
        "jobs",
        {.entry = {.rule = test::rule_of(
                       {.series_query = "jobs", .metrics_query = "sum(jobs)", .location = "rules:1"}),
                   .series = {}},
         .metric = "jobs",
         .ns = {},
         .labels = {},
         .promql = "jobs"},
        std::make_shared<metrics::live_value>(1s, counts.values())};
    const net::time_point expected = net::time_point{} + 10h;
};

} // namespace

TEST_CASE_METHOD(regular_key, "who is about to ask comes along, though its own query is under way") {
    query_left(expected - 2500ms);
    CHECK(comes_along(slow, expected - 2s));
    CHECK(comes_along(slow, expected - 1s));
}

TEST_CASE_METHOD(regular_key, "who is late comes along for a second") {
    query_left(expected - 2500ms);
    CHECK(comes_along(slow, expected + 900ms));
    CHECK_FALSE(comes_along(slow, expected + 1100ms));
}

TEST_CASE_METHOD(regular_key, "who has asked already does not come along") {
    query_left(expected - 2500ms);
    key.live->asked(expected + 20ms);
    CHECK_FALSE(comes_along(slow, expected + 40ms));
    CHECK_FALSE(comes_along(slow, expected + 500ms));
}

TEST_CASE_METHOD(regular_key, "who will have a query of its own later does not come along") {
    CHECK_FALSE(comes_along(slow, expected - 3s));
}

TEST_CASE_METHOD(regular_key, "nobody comes along right after its own query") {
    query_left(expected - 2100ms);
    CHECK_FALSE(comes_along(slow, expected - 2050ms));
}

TEST_CASE_METHOD(regular_key, "where an answer takes no time, an own query is new enough") {
    query_left(expected - 500ms);
    CHECK_FALSE(comes_along(fast, expected - 200ms));
}

TEST_CASE_METHOD(regular_key,
                 "who asks while the value is young enough, or is late, comes along with an ask") {
    CHECK(joins_an_ask(fast, expected - 3s));
    CHECK(joins_an_ask(fast, expected + 3s));
    CHECK_FALSE(joins_an_ask(fast, expected - 7s));
}

TEST_CASE_METHOD(regular_key, "while queries are scarce a value serves for as long as it may be told") {
    // Slow from load: three answers in a row show how quick it can be.
    for (int times = 0; times < 50; ++times) {
        fast.latency.took(1500ms, expected);
    }
    CHECK_FALSE(joins_an_ask(fast, expected - 4s));
    CHECK(saves_a_query(fast, expected - 4s));
    CHECK_FALSE(saves_a_query(fast, expected - 7s));
}

TEST_CASE_METHOD(regular_key, "behind a slow backend a regular key may ask at another time") {
    CHECK(joins_an_ask(slow, expected - 7s));
}

} // namespace rider_choice_test

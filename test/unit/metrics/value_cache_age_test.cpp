#include "test/support/catch.hpp"
#include "test/unit/metrics/cache_fixture.hpp"
#include "test/unit/metrics/late_prometheus.hpp"

namespace value_cache_age_test {

using namespace barograph;
using namespace barograph::test;
using namespace std::chrono_literals;

TEST_CASE_METHOD(cache_fixture, "age counts from when the query was sent, not from when it was answered") {
    const auto first = begin("jobs");
    now += 4s;
    prometheus.answer_all();
    turn();
    CHECK(value(*first) == 1000);
    now += 999ms;
    CHECK(ask("jobs") == 1000);
    CHECK(prometheus.queries.size() == 1);
    now += 1ms;
    CHECK(ask("jobs") == 1000);
    CHECK(prometheus.queries.size() == 2);
}

TEST_CASE_METHOD(cache_fixture, "whoever joins a query that is too old when it is answered gets another") {
    const auto first = begin("jobs");
    now += 3s;
    const auto second = begin("jobs");
    CHECK(prometheus.queries.size() == 1);
    now += 3s;
    prometheus.value = "2";
    prometheus.answer_all();
    turn();
    // The first asked before that query was sent, so that no answer could be newer for it.
    CHECK(value(*first) == 2000);
    CHECK(value(*second) == -1);
    CHECK(prometheus.queries.size() == 2);
    prometheus.value = "3";
    prometheus.answer_all();
    turn();
    CHECK(value(*second) == 3000);
}

TEST_CASE_METHOD(cache_fixture, "an answer that another's query brought is as old as that query") {
    prometheus.sent = now - 3s;
    CHECK(ask("jobs") == 1000);
    now += 1900ms;
    CHECK(ask("jobs") == 1000);
    CHECK(prometheus.queries.size() == 1);
    now += 200ms;
    prometheus.value = "2";
    prometheus.sent.reset();
    CHECK(ask("jobs") == 2000);
}

TEST_CASE_METHOD(basic_cache_fixture<late_prometheus>,
                 "an ask that comes soon after another is not told what was asked for that one") {
    prometheus.now = [this] { return now; };
    prometheus.latency = [] { return 2s; };
    for (auto at = 0ms; at < 3min; at += 100ms) {
        if (at % 15s == 0ms) {
            begin("jobs", "q=a");
            begin("jobs", "q=b");
        }
        if (at % 15s == 1500ms) {
            const auto later = begin("jobs", "q=a");
            INFO(at.count() << " ms");
            CHECK((at < 2min || prometheus.since_beginning().count() - value(*later) / 1000 < 2700));
        }
        now += 100ms;
        cache.refresh_due(now);
        turn();
        prometheus.answer_due();
        turn();
    }
}

} // namespace value_cache_age_test

#include "test/support/catch.hpp"
#include "test/unit/metrics/cache_fixture.hpp"

#include <sstream>

namespace value_cache_test {

using namespace barograph;
using namespace barograph::test;
using namespace std::chrono_literals;
using metrics::errc;
using strings = std::vector<std::string>;

TEST_CASE_METHOD(cache_fixture, "a value is told from memory until it is too old") {
    prometheus.value = "7";
    CHECK(ask("jobs") == 7000);
    prometheus.value = "8";
    now += 4'999ms;
    CHECK(ask("jobs") == 7000);
    CHECK(prometheus.queries.size() == 1);
    now += 1ms;
    CHECK(ask("jobs") == 8000);
    CHECK(prometheus.queries.size() == 2);
}

TEST_CASE_METHOD(cache_fixture, "asks of one key at once share one query") {
    const auto one = begin("jobs", "q=a");
    const auto two = begin("jobs", "q=a");
    CHECK(prometheus.queries.size() == 1);
    prometheus.answer_all();
    turn();
    CHECK(value(*one) == 1000);
    CHECK(value(*two) == 1000);
}

TEST_CASE_METHOD(cache_fixture, "metrics, namespaces and selectors do not share a value") {
    prometheus.values = {
        {R"(sum(jobs{q="a"}))", "1"}, {R"(sum(jobs{q="b"}))", "2"}, {R"(max(lag{q="a"}))", "3"}};
    CHECK(ask("jobs", "q=a") == 1000);
    CHECK(ask("jobs", "q=b") == 2000);
    CHECK(ask("lag", "q=a") == 3000);
    CHECK(ask("jobs", "q=a") == 1000);
    CHECK(ask("jobs", "q=a", "other") == 1000);
    CHECK(prometheus.queries.size() == 4);
}

TEST_CASE_METHOD(cache_fixture, "a key that is asked again is refreshed before the next ask") {
    for (int i = 0; i < 2; ++i) {
        ask("jobs");
        now += 15s;
    }
    now -= 15s;
    CHECK(prometheus.queries.size() == 2);
    pass(13s);
    CHECK(prometheus.queries.size() == 2);
    prometheus.value = "9";
    pass(1600ms);
    CHECK(prometheus.queries.size() == 3);
    now += 400ms;
    CHECK(ask("jobs") == 9000);
    CHECK(prometheus.queries.size() == 3);
}

TEST_CASE_METHOD(cache_fixture, "asks that one value serves are learnt, too") {
    const auto period = GENERATE(1'700ms, 2'600ms, 4'600ms);
    const auto begin = now;
    net::time_point next_ask = now;
    for (std::size_t asks = 0; asks < 10; ++asks) {
        while (now < next_ask) {
            pass(100ms);
        }
        const auto before = prometheus.queries.size();
        CHECK(ask("jobs") == 1000);
        INFO("ask " << asks << ", every " << period.count() << " ms");
        CHECK(prometheus.queries.size() == before + (asks == 0 ? 1 : 0));
        next_ask += period;
    }
    CHECK(prometheus.queries.size() <= 2 + static_cast<std::size_t>((now - begin) / 2s));
}

TEST_CASE_METHOD(cache_fixture, "a key that is no longer asked for is dropped after some periods") {
    ask("jobs");
    now += 15s;
    ask("jobs");
    const auto before = prometheus.queries.size();
    for (int i = 0; i < 600; ++i) {
        pass(1s);
    }
    CHECK(prometheus.queries.size() - before == 4);
}

TEST_CASE_METHOD(cache_fixture, "without asks there are no queries") {
    for (int i = 0; i < 100; ++i) {
        pass(1s);
    }
    ask("jobs");
    for (int i = 0; i < 100; ++i) {
        pass(1s);
    }
    CHECK(prometheus.queries.size() == 1);
}

TEST_CASE_METHOD(cache_fixture, "a failure is no value, and whoever asks later tries again") {
    prometheus.failure = barograph::prometheus::error{barograph::prometheus::errc::unavailable, "503"};
    CHECK(ask("jobs") == -2);
    CHECK(ask("jobs") == -2);
    CHECK(prometheus.queries.size() == 1);
    prometheus.failure.reset();
    now += 501ms;
    CHECK(ask("jobs") == 1000);
}

TEST_CASE_METHOD(cache_fixture, "a value that is still fresh is told although a refresh fails") {
    ask("jobs");
    now += 15s;
    ask("jobs");
    prometheus.failure = barograph::prometheus::error{barograph::prometheus::errc::unavailable, "503"};
    now += 4s;
    CHECK(ask("jobs") == 1000);
    now += 1001ms;
    CHECK(ask("jobs") == -2);
}

TEST_CASE_METHOD(cache_fixture,
                 "a refresh that fails does not take the place of a value that is still fresh") {
    ask("jobs");
    now += 2s;
    ask("jobs");
    prometheus.failure = barograph::prometheus::error{barograph::prometheus::errc::unavailable, "503"};
    now += 1900ms;
    const auto before = prometheus.queries.size();
    for (int i = 0; i < 10; ++i) {
        pass(100ms);
        CHECK(ask("jobs") == 1000);
    }
    CHECK(prometheus.queries.size() > before);
}

TEST_CASE_METHOD(cache_fixture, "a backend that fails is not asked in a loop") {
    ask("jobs");
    now += 15s;
    ask("jobs");
    prometheus.failure = barograph::prometheus::error{barograph::prometheus::errc::unreachable, "refused"};
    const auto before = prometheus.queries.size();
    for (int i = 0; i < 600; ++i) {
        pass(100ms);
    }
    CHECK(prometheus.queries.size() - before <= 4);
}

TEST_CASE_METHOD(cache_fixture,
                 "a backend slower than a value may be old is asked for each ask, and answers") {
    for (int i = 0; i < 3; ++i) {
        const auto made = begin("jobs");
        now += 6s;
        prometheus.answer_all();
        turn();
        CHECK(value(*made) == 1000);
        pass(9s);
    }
    CHECK(prometheus.queries.size() == 3);
}

TEST_CASE_METHOD(cache_fixture, "who waits for a value in vain is told so in time") {
    metrics::value_request request{
        .metric = "jobs", .ns = "shop", .labels = {}, .deadline = net::steady_clock::now() + 20ms};
    const auto result = run_coroutine(context, cache.values(std::move(request)));
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == errc::timed_out);
    CHECK(result.error().message ==
          "metric jobs (rule at r:1): Prometheus http://slow: no answer within the deadline");
}

TEST_CASE_METHOD(cache_fixture, "an unknown metric is not found") {
    metrics::value_request request{
        .metric = "nope", .ns = "shop", .labels = {}, .deadline = net::steady_clock::now() + 1s};
    const auto result = run_coroutine(context, cache.values(std::move(request)));
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == errc::not_found);
}

TEST_CASE_METHOD(cache_fixture, "an explanation asks anew, and tells what is in memory meanwhile") {
    const auto explain = [this] {
        std::optional<metrics::explanation> told;
        metrics::value_request request{
            .metric = "jobs", .ns = "shop", .deadline = net::steady_clock::now() + 7s};
        net::asio::co_spawn(
            context,
            [](net::awaitable<metrics::explanation> task,
               std::optional<metrics::explanation>& into) -> net::awaitable<> {
                into.emplace(co_await std::move(task));
            }(cache.explain(std::move(request)), told),
            net::asio::detached);
        turn();
        prometheus.answer_all();
        turn();
        return told.value();
    };
    CHECK_FALSE(explain().memory);
    ask("jobs");
    now += 15s;
    ask("jobs");
    now += 2s;
    prometheus.value = "2";
    const auto told = explain();
    CHECK(told.result.value()->front().milli == 2000);
    REQUIRE(told.memory);
    CHECK(told.memory->values->front().milli == 1000);
    CHECK(told.memory->age == 2s);
    CHECK(told.memory->asked_every == 15s);
    now += 10s;
    CHECK(explain().memory->values == nullptr);
}

TEST_CASE_METHOD(cache_fixture, "what is remembered tells the value without an ask of the provider") {
    const metrics::value_request request{.metric = "jobs", .ns = "shop", .labels = {}, .deadline = {}};
    CHECK(cache.remembered(request) == nullptr);
    ask("jobs");
    const auto live = cache.remembered(request);
    REQUIRE(live != nullptr);
    REQUIRE(live->recall(now) != nullptr);
    CHECK((*live->recall(now)->result)->front().milli == 1000);
    CHECK(live->recall(now + 5s) == nullptr);
}

TEST_CASE_METHOD(cache_fixture, "what is remembered does not tell errors") {
    ask("jobs");
    const metrics::value_request request{.metric = "jobs", .ns = "shop", .labels = {}, .deadline = {}};
    const auto live = cache.remembered(request);
    now += 6s;
    prometheus.failure = barograph::prometheus::error{barograph::prometheus::errc::unavailable, "503"};
    CHECK(ask("jobs") == -2);
    CHECK(live->peek(now) != nullptr);
    CHECK(live->recall(now) == nullptr);
}

TEST_CASE_METHOD(cache_fixture, "a changed rule's values go at once, an untouched rule's stay") {
    ask("jobs");
    ask("lag");
    const auto before = prometheus.queries.size();
    run_coroutine(context,
                  discovery.replace({rule_of(rule_for("jobs", "avg(jobs{<<.LabelMatchers>>})", "r:1")),
                                     rule_of(rule_for("lag", "max(lag{<<.LabelMatchers>>})", "r:9"))},
                                    now));
    prometheus.value = "5";
    CHECK(ask("lag") == 1000);
    CHECK(prometheus.queries.size() == before);
    CHECK(ask("jobs") == 5000);
    CHECK(prometheus.queries.back() == "avg(jobs{})");
}

TEST_CASE_METHOD(cache_fixture, "the answer to a rule's old query is no answer after the rule has changed") {
    const auto made = begin("jobs");
    CHECK(prometheus.queries == strings{"sum(jobs{})"});
    prometheus.values = {{"sum(jobs{})", "1"}, {"avg(jobs{})", "2"}};
    run_coroutine(
        context, discovery.replace({rule_of(rule_for("jobs", "avg(jobs{<<.LabelMatchers>>})", "r:1"))}, now));
    turn();
    prometheus.answer_all();
    turn();
    prometheus.answer_all();
    turn();
    CHECK(value(*made) == 2000);
    CHECK(ask("lag") == -2);
}

TEST_CASE_METHOD(cache_fixture, "a rate limit is answered by asking later, not by an error") {
    prometheus.failure = barograph::prometheus::error{barograph::prometheus::errc::limited, "429"};
    prometheus.on_query = [&](const std::string&) {
        if (prometheus.queries.size() == 2) {
            prometheus.failure.reset();
        }
    };
    const auto made = begin("jobs");
    prometheus.answer_all();
    run_until(context, [&] {
        prometheus.answer_all();
        return made->result.has_value();
    });
    CHECK(value(*made) == 1000);
    CHECK(prometheus.queries.size() == 2);
}

TEST_CASE("questions beyond the limit push out those asked longest ago") {
    cache_fixture few({.max_keys = 10});
    for (int i = 0; i < 12; ++i) {
        few.now += 1ms;
        few.ask("jobs", "q=" + std::to_string(i));
    }
    CHECK(few.prometheus.queries.size() == 12);
    few.ask("jobs", "q=11");
    CHECK(few.prometheus.queries.size() == 12);
    few.ask("jobs", "q=0");
    CHECK(few.prometheus.queries.size() == 13);
}

TEST_CASE("with a staleness of zero each ask is a query") {
    cache_fixture strict({.max_staleness = 0s});
    strict.ask("jobs");
    strict.ask("jobs");
    CHECK(strict.prometheus.queries.size() == 2);
}

TEST_CASE_METHOD(cache_fixture, "asks that come after one another share no query of a slow backend") {
    const auto latency = GENERATE(100ms, 2'000ms);
    std::vector<net::time_point> sent;
    prometheus.on_query = [&](const std::string&) { sent.push_back(now); };
    const auto begin_at = now;
    std::size_t before = 0;
    for (int tick = 0; tick < 11 * 150 + 75; ++tick) {
        now = begin_at + tick * 100ms;
        if (!sent.empty() && now >= sent.back() + latency) {
            prometheus.answer_all();
        }
        turn();
        cache.refresh_due(now);
        turn();
        if (tick % 150 == 0 || tick % 150 == 15) {
            begin("jobs");
        }
        if (tick == 10 * 150 + 75) {
            before = sent.size();
        }
    }
    CHECK(sent.size() - before == (latency > 1s ? 2 : 1));
}

TEST_CASE_METHOD(cache_fixture, "keys that are asked for in one round share one query a period") {
    constexpr int keys = 20;
    // Each value that a merged query asks for has a sample.
    prometheus.on_query = [&](const std::string& promql) {
        const std::string opening = "q=~\"";
        const auto at = promql.find(opening);
        if (at == promql.npos) {
            return;
        }
        std::istringstream values(
            promql.substr(at + opening.size(), promql.rfind('"') - at - opening.size()));
        auto& samples = prometheus.samples[promql];
        samples.clear();
        for (std::string one; std::getline(values, one, '|');) {
            samples.push_back({.labels = {{"q", one}}, .timestamp = 1'700'000'000, .value = "1"});
        }
    };
    const auto begin = now;
    std::size_t before = 0;
    for (int period = 0; period < 6; ++period) {
        if (period == 4) {
            before = prometheus.queries.size();
        }
        for (int tick = 0; tick < 150; ++tick) {
            now = begin + period * 15s + tick * 100ms;
            pass(0s);
            if (tick < keys) {
                CHECK(ask("jobs", "q=a" + std::to_string(tick)) == 1000);
            }
        }
    }
    CHECK(prometheus.queries.size() - before == 2);
}

} // namespace value_cache_test

#include "test/support/catch.hpp"
#include "test/unit/metrics/cache_fixture.hpp"
#include "test/unit/metrics/late_prometheus.hpp"

namespace value_cache_riders_test {

using namespace barograph;
using namespace barograph::test;
using namespace std::chrono_literals;

namespace {

// Three questions of one rule, each asked once, whose values have become too old.
struct asked_once : cache_fixture {
    asked_once() {
        for (const auto* selector : {"q=a", "q=b", "q=c"}) {
            ask("jobs", selector);
        }
        prometheus.samples[merged] = {{.labels = {{"q", "a"}}, .timestamp = 1, .value = "10"},
                                      {.labels = {{"q", "b"}}, .timestamp = 1, .value = "20"},
                                      {.labels = {{"q", "c"}}, .timestamp = 1, .value = "30"}};
        now += 60s;
        prometheus.queries.clear();
    }

    static constexpr auto merged = R"(sum by (q) (jobs{q=~"a|b|c"}))";
};

struct quick_backend : basic_cache_fixture<late_prometheus> {
    quick_backend() {
        prometheus.now = [this] { return now; };
        prometheus.latency = [] { return 0s; };
    }
};

} // namespace

TEST_CASE_METHOD(asked_once, "whoever is likely to ask next comes along with an ask") {
    CHECK(ask("jobs", "q=b") == 20'000);
    CHECK(prometheus.queries == std::vector<std::string>{merged});
    CHECK(ask("jobs", "q=c") == 30'000);
    CHECK(ask("jobs", "q=a") == 10'000);
    CHECK(prometheus.queries.size() == 1);
}

TEST_CASE_METHOD(asked_once, "who was expected earlier comes along, too") {
    now -= 59s;
    CHECK(ask("jobs", "q=a") == 1000);
    now += 60s;
    CHECK(ask("jobs", "q=b") == 20'000);
    CHECK(ask("jobs", "q=a") == 10'000);
    CHECK(prometheus.queries.back() == merged);
}

TEST_CASE_METHOD(asked_once, "an ask joins the query with which it comes along") {
    const auto first = begin("jobs", "q=b");
    const auto second = begin("jobs", "q=a");
    prometheus.answer_all();
    turn();
    CHECK(value(*first) == 20'000);
    CHECK(value(*second) == 10'000);
    CHECK(prometheus.queries.size() == 1);
}

TEST_CASE_METHOD(asked_once, "who has a fresh value, or has not asked for long, does not come along") {
    CHECK(ask("jobs", "q=b") == 20'000);
    now += 1s;
    CHECK(ask("jobs", "q=d") == 1000);
    CHECK(prometheus.queries.back() == R"(sum(jobs{q="d"}))");
    now += 31min;
    CHECK(ask("jobs", "q=b") == 1000);
    CHECK(prometheus.queries.back() == R"(sum(jobs{q="b"}))");
}

TEST_CASE_METHOD(asked_once, "another rule's questions do not come along") {
    CHECK(ask("lag", "q=a") == 1000);
    CHECK(prometheus.queries == std::vector<std::string>{R"(max(lag{q="a"}))"});
}

TEST_CASE_METHOD(asked_once, "who comes along with a query that fails is not asked for by itself") {
    prometheus.failure = barograph::prometheus::error{barograph::prometheus::errc::rejected, "too many"};
    CHECK(ask("jobs", "q=b") == -1);
    prometheus.answer_all();
    turn();
    CHECK(prometheus.queries == std::vector<std::string>{merged, R"(sum(jobs{q="b"}))"});
    prometheus.failure.reset();
    CHECK(ask("jobs", "q=a") == 1000);
}

TEST_CASE_METHOD(cache_fixture,
                 "while asks wait for a slow backend, the values of their rule are kept fresh") {
    const auto waiting = GENERATE(3, 4);
    for (const auto* selector : {"q=a", "q=b", "q=c", "q=d"}) {
        if (selector[2] - 'a' < waiting) {
            begin("jobs", selector);
        }
    }
    const auto asked = prometheus.queries.size();
    now += 2s;
    prometheus.answer_all();
    turn();
    prometheus.answer_all();
    turn();
    INFO(waiting << " asks");
    cache.refresh_due(now);
    turn();
    CHECK((prometheus.queries.size() > asked) == (waiting == 4));
    for (int i = 0; i < 310; ++i) {
        pass(100ms);
    }
    const auto before = prometheus.queries.size();
    for (int i = 0; i < 100; ++i) {
        pass(1s);
    }
    CHECK(prometheus.queries.size() == before);
}

TEST_CASE_METHOD(cache_fixture, "a backend that is slow for all that it has to do is not given more") {
    CHECK(ask("jobs", "q=quick") == 1000);
    for (const auto* selector : {"q=a", "q=b", "q=c", "q=d"}) {
        begin("jobs", selector);
    }
    now += 500ms;
    prometheus.answer_all();
    turn();
    prometheus.answer_all();
    turn();
    const auto before = prometheus.queries.size();
    for (int i = 0; i < 100; ++i) {
        pass(100ms);
    }
    CHECK(prometheus.queries.size() == before);
}

TEST_CASE_METHOD(quick_backend, "few come along where it was in vain, and all again when it is not") {
    constexpr int all = 30;
    const auto ask_for = [this](int number) { return ask("jobs", "q=k" + std::to_string(number)); };
    // At odd times, so that no period shows.
    auto pause = [this, pauses = 0]() mutable { now += 60s + ++pauses * 7s; };
    for (int i = 0; i < all; ++i) {
        ask_for(i);
    }
    pause();
    ask_for(0);
    CHECK(prometheus.together == all);
    pause();
    ask_for(0);
    pause();
    ask_for(0);
    CHECK(prometheus.together < all);
    for (int i = 0; i < 12; ++i) {
        pause();
        ask_for(0);
    }
    CHECK(prometheus.together < 6);
    for (int round = 0; round < 40; ++round) {
        pause();
        for (int i = 0; i < all; ++i) {
            ask_for(i);
        }
    }
    pause();
    ask_for(0);
    CHECK(prometheus.together == all);
}

TEST_CASE_METHOD(quick_backend,
                 "who came along in vain and then asks by itself does not count as asked for") {
    constexpr int all = 30;
    for (int i = 0; i < all; ++i) {
        ask("jobs", "q=k" + std::to_string(i));
    }
    // Each in turn, long after the values that came along with the one before have become too old.
    for (int i = 0; i < 4 * all; ++i) {
        now += 60s + i % 11 * 7s;
        ask("jobs", "q=k" + std::to_string(i % all));
    }
    CHECK(prometheus.together <= 4);
}

} // namespace value_cache_riders_test

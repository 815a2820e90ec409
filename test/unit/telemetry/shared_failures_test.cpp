#include "telemetry/shared_failures.hpp"
#include "test/support/catch.hpp"
#include "test/unit/telemetry/log_news.hpp"

namespace shared_failures_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::ContainsSubstring;
using test::count_lines;

namespace {

struct fixture : test::log_news {
    void fail(int from, int to) {
        for (int i = from; i < to; ++i) {
            failures.failed("ask " + std::to_string(i), "out", "connection refused");
        }
    }

    void work(int from, int to) {
        for (int i = from; i < to; ++i) {
            failures.works("ask " + std::to_string(i));
        }
    }

    std::chrono::steady_clock::time_point now{1h};
    telemetry::shared_failures failures{[this] { return now; }};
};

} // namespace

TEST_CASE_METHOD(fixture, "an outage is a line when it begins, however many fail, and one when it is over") {
    fail(0, 10'000);
    const auto begin = news();
    CHECK_THAT(begin, ContainsSubstring(" error ask 0: connection refused\n"));
    CHECK(count_lines(begin) == 1);
    now += 50s;
    fail(0, 10'000);
    work(0, 9'999);
    CHECK(news().empty());
    work(9'999, 10'000);
    const auto end = news();
    CHECK_THAT(end, ContainsSubstring(" info ask 9999: works again; so do 9999 others\n"));
    CHECK(count_lines(end) == 1);
    work(0, 10'000);
    CHECK(news().empty());
}

TEST_CASE_METHOD(fixture, "one that fails alone is told as such") {
    fail(3, 4);
    CHECK_THAT(news(), ContainsSubstring(" error ask 3: connection refused\n"));
    now += 1h;
    fail(3, 4);
    CHECK(news().empty());
    work(3, 4);
    CHECK_THAT(news(), ContainsSubstring(" info ask 3: works again\n"));
}

TEST_CASE_METHOD(
    fixture,
    "those that begin to fail later are counted, once an interval, and not told when there are none") {
    fail(0, 1);
    news();
    now += 59s;
    fail(0, 8);
    CHECK(news().empty());
    now += 1s;
    fail(0, 9);
    // The seven before and this one: the first ask of the minute that is over tells of them.
    CHECK_THAT(news(),
               ContainsSubstring(" error ask 7: connection refused; and 6 others since the line before\n"));
    now += 1min;
    fail(0, 9);
    CHECK_THAT(news(), ContainsSubstring(" error ask 8: connection refused\n"));
    now += 1h;
    fail(0, 9);
    CHECK(news().empty());
}

TEST_CASE_METHOD(
    fixture,
    "an outage of another kind is told by itself, and who changes from one to the other is in one only") {
    fail(0, 2);
    news();
    failures.failed("ask 0", "slow", "timed out");
    CHECK_THAT(news(), ContainsSubstring(" error ask 0: timed out\n"));
    work(1, 2);
    CHECK_THAT(news(), ContainsSubstring(" info ask 1: works again\n"));
    work(0, 1);
    CHECK_THAT(news(), ContainsSubstring(" info ask 0: works again\n"));
}

TEST_CASE_METHOD(fixture, "outages that come and go are a line a minute at most") {
    for (int i = 0; i < 59; ++i) {
        fail(0, 5);
        work(0, 5);
        now += 1s;
    }
    const auto first = news();
    CHECK(count_lines(first) == 2);
    now += 1s;
    fail(0, 5);
    CHECK(count_lines(news()) == 1);
}

TEST_CASE_METHOD(fixture, "what is not asked for any more does not keep an outage from being over") {
    fail(0, 5);
    news();
    now += 30s;
    work(0, 3);
    CHECK(news().empty());
    now += 30s;
    fail(9, 10);
    now += 1min;
    news();
    work(3, 4);
    CHECK_THAT(
        news(),
        ContainsSubstring(
            " info ask 3: works again; so do 3 others; 2 others failed and are not asked for any more\n"));
    work(4, 5);
    CHECK(news().empty());
    fail(4, 5);
    CHECK_THAT(news(), ContainsSubstring(" error ask 4: connection refused\n"));
}

TEST_CASE_METHOD(fixture, "who fails for a cause of its own, or is forgotten, is no part of the outage") {
    fail(0, 2);
    news();
    SECTION("its own cause") {
        failures.leave("ask 0");
        work(0, 1);
        CHECK(news().empty());
        work(1, 2);
        CHECK_THAT(news(), ContainsSubstring(" info ask 1: works again\n"));
    }
    SECTION("forgotten") {
        failures.forget();
        work(0, 2);
        CHECK(news().empty());
    }
}

} // namespace shared_failures_test

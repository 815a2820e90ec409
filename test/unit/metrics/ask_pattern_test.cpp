#include "metrics/ask_pattern.hpp"
#include "test/support/catch.hpp"

#include <random>
#include <set>

namespace ask_pattern_test {

using namespace barograph;
using namespace barograph::test;
using namespace std::chrono_literals;
using metrics::ask_pattern;
using std::chrono::milliseconds;

namespace {

const net::time_point start = net::time_point{} + 1000h;

struct fixture {
    void ask(milliseconds when) { pattern.asked(start + when); }

    // Nothing: -1 ms.
    milliseconds next(milliseconds from) const {
        const auto expected = pattern.next(start + from);
        return expected ? std::chrono::duration_cast<milliseconds>(*expected - start) : -1ms;
    }

    ask_pattern pattern{1s};
};

} // namespace

TEST_CASE_METHOD(fixture, "one ask says nothing of the next") {
    CHECK(next(0s) == -1ms);
    ask(0s);
    CHECK(next(1s) == -1ms);
    CHECK(pattern.is_over(start + 1s));
}

TEST_CASE_METHOD(fixture, "a period is learnt from two asks, whatever it is") {
    const auto period = GENERATE(milliseconds(2s), milliseconds(15s), milliseconds(1min), milliseconds(1h));
    ask(0s);
    ask(period);
    CHECK(next(period + 1ms) == 2 * period);
    CHECK(next(2 * period + 1ms) == 3 * period);
}

TEST_CASE_METHOD(fixture, "a period of a second is no burst") {
    for (int i = 0; i < 10; ++i) {
        ask(i * 1000ms);
    }
    CHECK(next(9001ms) == 10s);
}

TEST_CASE_METHOD(fixture, "jitter is smoothed") {
    for (const auto when : {0ms, 15'300ms, 29'900ms, 45'100ms, 60'000ms}) {
        ask(when);
    }
    CHECK(std::chrono::abs(next(61s) - 75s) < 400ms);
}

TEST_CASE_METHOD(fixture, "who came late and stays late is soon expected no earlier") {
    for (const auto when : {0s, 15s, 30s, 45s, 60s, 76s, 91s, 106s}) {
        ask(when);
    }
    CHECK(next(107s) > 121s);
    CHECK(next(107s) < 121'500ms);
}

TEST_CASE_METHOD(fixture, "each of several askers is expected in its own phase") {
    for (int i = 0; i < 4; ++i) {
        ask(i * 15s);
        ask(i * 15s + 3s);
        ask(i * 15s + 8s);
    }
    CHECK(next(54s) == 60s);
    CHECK(next(60'001ms) == 63s);
    CHECK(next(63'001ms) == 68s);
    CHECK(next(68'001ms) == 75s);
}

TEST_CASE_METHOD(fixture,
                 "two askers at a distance that divides their period are not one that asks more often") {
    const auto distance = GENERATE(1'500ms, 3'000ms, 3'750ms, 5'000ms);
    for (int i = 0; i < 8; ++i) {
        ask(i * 15s);
        ask(i * 15s + distance);
    }
    CHECK(next(105s + distance + 100ms) == 120s);
    CHECK(next(120'001ms) == 120s + distance);
}

TEST_CASE("of the asks of five askers nearly all are expected when they come") {
    std::mt19937 random(GENERATE(1U, 2U, 3U, 4U, 5U, 6U));
    std::multiset<milliseconds> asks;
    for (int asker = 0; asker < 5; ++asker) {
        const milliseconds phase(random() % 15'000);
        for (int i = 0; i < 40; ++i) {
            asks.insert(phase + i * 15s + milliseconds(random() % 50));
        }
    }
    ask_pattern pattern{1s};
    int counted = 0;
    int expected = 0;
    for (const auto when : asks) {
        // Nearer to the one before than that, they share its value.
        if (when > 200s && start + when - pattern.last().value() >= 1s) {
            const auto foreseen = pattern.next(start + when - 200ms);
            ++counted;
            expected += foreseen && *foreseen < start + when + 200ms ? 1 : 0;
        }
        pattern.asked(start + when);
    }
    CHECK(counted > 50);
    CHECK(expected > counted * 19 / 20);
}

TEST_CASE_METHOD(fixture, "a period is learnt although the asks before had none") {
    for (const auto when : {0s, 70s, 88s, 103s}) {
        ask(when);
    }
    CHECK(pattern.period() == 15s);
    CHECK(next(117s) == 118s);
}

TEST_CASE_METHOD(fixture, "asks that go to other replicas leave gaps, and each multiple is expected") {
    for (const int i : {0, 1, 3, 4, 6}) {
        ask(i * 15s);
    }
    CHECK(next(91s) == 105s);
    CHECK(next(106s) == 120s);
    CHECK(next(121s) == 135s);
}

TEST_CASE("of asks spread over three replicas at random most are expected once the pattern is known") {
    std::mt19937 random(GENERATE(1U, 2U, 3U, 4U, 5U));
    ask_pattern pattern{1s};
    int asked = 0;
    int expected = 0;
    for (int i = 0; i < 200; ++i) {
        if (random() % 3 != 0) {
            continue;
        }
        const auto now = start + i * 15s + milliseconds(random() % 200);
        const auto foreseen = pattern.next(now - 2s);
        const bool known = pattern.period().has_value() && !pattern.is_over(now);
        asked += known ? 1 : 0;
        expected += known && foreseen && *foreseen < now + 2s ? 1 : 0;
        pattern.asked(now);
    }
    CHECK(asked > 30);
    CHECK(expected > asked * 9 / 10);
}

TEST_CASE_METHOD(fixture, "a question that is asked all the time is expected soon after any moment") {
    for (int i = 0; i < 100; ++i) {
        ask(i * 300ms);
    }
    const auto expected = next(32s);
    CHECK(expected >= 32s);
    CHECK(expected < 35s);
}

TEST_CASE_METHOD(fixture, "another period is taken up") {
    for (int i = 0; i < 20; ++i) {
        ask(i * 15s);
    }
    for (int i = 1; i < 20; ++i) {
        ask(285s + i * 60s);
    }
    CHECK(next(285s + 19 * 60s + 1s) == 285s + 20 * 60s);
}

TEST_CASE_METHOD(fixture, "after some periods without an ask none is expected") {
    ask(0s);
    ask(15s);
    CHECK(next(74s) == 75s);
    CHECK(next(76s) == -1ms);
    CHECK_FALSE(pattern.is_over(start + 74s));
    CHECK(pattern.is_over(start + 76s));
}

TEST_CASE_METHOD(fixture, "an ask that is told late changes nothing") {
    ask(0s);
    ask(15s);
    ask(3s);
    CHECK(next(16s) == 30s);
    CHECK(pattern.last() == start + 15s);
}

TEST_CASE_METHOD(fixture, "what asks missed before their period was known is not held against them") {
    for (const auto when : {0s, 20s, 31s, 47s}) {
        ask(when);
    }
    for (auto when = 60s; when <= 150s; when += 15s) {
        ask(when);
    }
    REQUIRE(pattern.jitter());
    CHECK(pattern.jitter()->early < 100ms);
    CHECK(pattern.jitter()->late < 100ms);
}

TEST_CASE_METHOD(fixture, "with its period it is known how exactly the asks so far kept to it") {
    for (const auto when : {0ms, 55'600ms, 72'600ms, 87'610ms, 102'590ms}) {
        ask(when);
    }
    REQUIRE(pattern.period());
    CHECK(std::chrono::abs(*pattern.period() - 15s) < 100ms);
    REQUIRE(pattern.jitter());
    CHECK(pattern.jitter()->early < 50ms);
    CHECK(pattern.jitter()->late < 50ms);
}

TEST_CASE_METHOD(fixture, "asks of which every other one comes late are not early") {
    for (int i = 0; i < 12; ++i) {
        ask(15s * i + (i % 2 == 0 ? 0ms : 300ms));
    }
    REQUIRE(pattern.jitter());
    CHECK(pattern.jitter()->early < 150ms);
}

TEST_CASE_METHOD(fixture, "each of several askers is measured by its own times") {
    for (int i = 0; i < 8; ++i) {
        ask(15s * i);
        ask(15s * i + 4s);
    }
    REQUIRE(pattern.jitter());
    CHECK(pattern.jitter()->early == 0ms);
    CHECK(pattern.jitter()->late == 0ms);
}

} // namespace ask_pattern_test

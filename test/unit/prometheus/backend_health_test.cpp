#include "prometheus/backend_health.hpp"
#include "test/support/catch.hpp"

namespace backend_health_test {

using namespace barograph;
using namespace std::chrono_literals;
using prometheus::backend_health;
using prometheus::errc;
using state = backend_health::state;

namespace {

const prometheus::error refused{errc::unreachable, "refused", std::nullopt, true};
const prometheus::error slow{errc::timed_out, "slow"};

struct fixture {
    // A call that fails at once.
    bool fails(const prometheus::error& failure) { return health.failed(failure, now, now); }

    // How long until it may be tried again.
    std::chrono::milliseconds pause(bool alone = false) const {
        auto wait = 0ms;
        while (!health.is_due(now + wait, alone)) {
            wait += 50ms;
        }
        return wait;
    }

    // Waits for the next attempt, which fails.
    void try_in_vain(const prometheus::error& failure = refused) {
        now += pause();
        health.tried(now);
        fails(failure);
    }

    net::time_point now = net::time_point{} + 1h;
    backend_health health{[] { return 0.5; }};
};

} // namespace

TEST_CASE_METHOD(fixture,
                 "a backend that nothing gets through to is down at once, and well once it answers") {
    CHECK(health.now() == state::well);
    CHECK(fails(refused));
    CHECK(health.now() == state::down);
    CHECK_FALSE(fails(refused));
    CHECK(health.answered(now));
    CHECK(health.now() == state::well);
    CHECK_FALSE(health.answered(now));
}

TEST_CASE_METHOD(fixture, "one that leaves calls without an answer is a suspect after three in a row") {
    CHECK_FALSE(fails(slow));
    CHECK_FALSE(fails(slow));
    CHECK_FALSE(health.answered(now));
    CHECK_FALSE(fails(slow));
    CHECK_FALSE(fails(slow));
    CHECK(fails(slow));
    CHECK(health.now() == state::suspect);
}

TEST_CASE_METHOD(fixture, "slow calls say nothing about a backend that answers others meanwhile") {
    for (int i = 0; i < 20; ++i) {
        const auto begun = now;
        now += 5s;
        health.answered(now);
        now += 5s;
        CHECK_FALSE(health.failed(slow, begun, now));
        CHECK_FALSE(health.failed(refused, begun, now));
    }
    CHECK(health.now() == state::well);
}

TEST_CASE_METHOD(fixture, "calls that break off together count once") {
    fails(refused);
    const auto begun = now;
    now += 10ms;
    for (int i = 0; i < 10; ++i) {
        CHECK_FALSE(health.failed(refused, begun, now));
    }
    now = begun;
    CHECK(pause() == 500ms);
}

TEST_CASE_METHOD(fixture,
                 "a call that began before the backend went down changes nothing when it times out") {
    const auto begun = now;
    now += 1s;
    fails(refused);
    now += 1s;
    CHECK_FALSE(health.failed(slow, begun, now));
    CHECK(health.now() == state::down);
}

TEST_CASE_METHOD(fixture,
                 "the pauses double from half a second to a minute, or to five seconds without others") {
    fails(refused);
    CHECK(pause() == 500ms);
    for (const auto expected : {1'000ms, 2'000ms, 4'000ms}) {
        try_in_vain();
        CHECK(pause() == expected);
        CHECK(pause(true) == expected);
    }
    try_in_vain();
    CHECK(pause() == 8s);
    CHECK(pause(true) == 5s);
    for (int i = 0; i < 5; ++i) {
        try_in_vain();
    }
    CHECK(pause() == 60s);
    CHECK(pause(true) == 5s);
}

TEST_CASE_METHOD(fixture, "while an attempt is under way the next one waits, too") {
    fails(refused);
    now += 500ms;
    REQUIRE(health.is_due(now, false));
    health.tried(now);
    CHECK_FALSE(health.is_due(now, false));
    CHECK(pause() == 1s);
}

TEST_CASE_METHOD(fixture, "who comes and goes waits longer each time, until it was well for a minute") {
    fails(refused);
    health.answered(now);
    now += 30s;
    fails(refused);
    CHECK(pause() == 1s);
    health.answered(now);
    now += 60s;
    fails(refused);
    CHECK(pause() == 500ms);
}

TEST_CASE_METHOD(fixture,
                 "a backend that takes calls again, but does not answer, is a suspect, and down again") {
    fails(refused);
    now += 1s;
    CHECK(fails(slow));
    CHECK(health.now() == state::suspect);
    now += 1s;
    CHECK(fails(refused));
    CHECK(health.now() == state::down);
}

TEST_CASE("what a backend says about the question itself is the answer; else another one may know") {
    for (const auto code :
         {errc::unreachable, errc::timed_out, errc::unavailable, errc::malformed, errc::partial}) {
        CHECK(prometheus::may_be_answered_elsewhere(code));
    }
    for (const auto code : {errc::rejected, errc::limited, errc::too_large, errc::cancelled}) {
        CHECK_FALSE(prometheus::may_be_answered_elsewhere(code));
    }
}

} // namespace backend_health_test

#include "metrics/ask_misses.hpp"
#include "test/support/catch.hpp"

namespace ask_misses_test {

using namespace barograph;
using namespace std::chrono_literals;

namespace {

struct fixture {
    void miss(std::initializer_list<std::chrono::milliseconds> all) {
        for (const auto each : all) {
            misses.missed(each);
        }
    }

    metrics::ask_misses misses;
};

} // namespace

TEST_CASE_METHOD(fixture, "few misses say nothing") {
    CHECK_FALSE(misses.usual());
    miss({10ms, -10ms});
    CHECK_FALSE(misses.usual());
    miss({10ms});
    CHECK(misses.usual());
}

TEST_CASE_METHOD(fixture, "asks that come early and asks that come late are told apart") {
    miss({-30ms, 200ms, -50ms, 300ms});
    CHECK(misses.usual()->early == 30ms);
    CHECK(misses.usual()->late == 200ms);
}

TEST_CASE_METHOD(fixture, "asks that only come late are never early") {
    miss({20ms, 30ms, 40ms});
    CHECK(misses.usual()->early == 0ms);
    CHECK(misses.usual()->late == 30ms);
}

TEST_CASE_METHOD(fixture, "one ask that missed by much changes nothing") {
    miss({10ms, -10ms, 10ms, -10ms});
    miss({5s});
    CHECK(misses.usual()->late == 10ms);
    miss({-5s});
    CHECK(misses.usual()->early == 10ms);
}

TEST_CASE_METHOD(fixture, "what is long ago is forgotten") {
    miss({5s, -6s, 4s, -3s, 2s, 6s});
    miss({10ms, -10ms, 10ms, -10ms, 20ms});
    CHECK(misses.usual()->early == 10ms);
    CHECK(misses.usual()->late == 20ms);
}

TEST_CASE_METHOD(fixture, "what is cleared is forgotten at once") {
    miss({5s, 5s, 5s, 5s});
    misses.clear();
    CHECK_FALSE(misses.usual());
    miss({1ms, 2ms, 3ms});
    CHECK(misses.usual()->late == 2ms);
}

} // namespace ask_misses_test

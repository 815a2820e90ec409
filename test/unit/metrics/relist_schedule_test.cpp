#include "metrics/relist_schedule.hpp"
#include "test/support/catch.hpp"

namespace relist_schedule_test {

using namespace std::chrono_literals;
using barograph::metrics::relist_schedule;

TEST_CASE("a listing that worked is followed by the next one after the interval") {
    relist_schedule schedule({.interval = 5min});
    CHECK(schedule.pause_after(true) == 5min);
    CHECK(schedule.pause_after(true) == 5min);
}

TEST_CASE("a listing that failed is tried again soon, then more and more seldom, up to a bound") {
    relist_schedule schedule({.interval = 10min});
    for (const auto expected : {1s, 2s, 4s, 8s, 16s, 30s, 30s}) {
        CHECK(schedule.pause_after(false) == expected);
    }
}

TEST_CASE("after a listing that worked, failures start from the shortest pause again") {
    relist_schedule schedule({.interval = 10min});
    for (int i = 0; i < 5; ++i) {
        schedule.pause_after(false);
    }
    schedule.pause_after(true);
    CHECK(schedule.pause_after(false) == 1s);
}

TEST_CASE("a retry is never later than the next regular listing") {
    relist_schedule schedule({.interval = 3s});
    CHECK(schedule.pause_after(false) == 1s);
    CHECK(schedule.pause_after(false) == 2s);
    CHECK(schedule.pause_after(false) == 3s);
    CHECK(schedule.pause_after(false) == 3s);
}

} // namespace relist_schedule_test

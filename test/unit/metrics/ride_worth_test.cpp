#include "metrics/ride_worth.hpp"
#include "test/support/catch.hpp"

namespace ride_worth_test {

using barograph::metrics::ride_worth;

namespace {

ride_worth after(int rides, bool used) {
    ride_worth worth;
    for (; rides > 0; --rides) {
        worth.was(used);
    }
    return worth;
}

} // namespace

TEST_CASE("all come along until it is known what it is worth, and while it is") {
    CHECK(ride_worth{}.of(64) == 64);
    CHECK(after(1000, true).of(64) == 64);
    CHECK(ride_worth{}.of(1) == 1);
}

TEST_CASE("where nobody asks for them few come along, and never none") {
    CHECK(after(40, false).of(64) < 48);
    CHECK(after(200, false).of(64) == 2);
    CHECK(after(100'000, false).of(64) == 2);
}

TEST_CASE("where some are asked for, twice as many come along") {
    ride_worth worth;
    for (int i = 0; i < 300; ++i) {
        worth.was(i % 3 == 0);
    }
    CHECK(worth.of(64) > 32);
    CHECK(worth.of(64) < 54);
}

TEST_CASE("when they are asked for again, all come along again") {
    auto worth = after(1000, false);
    for (int i = 0; i < 100; ++i) {
        worth.was(true);
    }
    CHECK(worth.of(64) > 56);
}

} // namespace ride_worth_test

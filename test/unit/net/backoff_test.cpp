#include "net/backoff.hpp"
#include "test/support/catch.hpp"

namespace backoff_test {

using namespace barograph;
using namespace std::chrono_literals;

TEST_CASE("waits double up to the limit, and begin anew once it worked") {
    net::backoff waits(100ms, 350ms, [] { return 0.5; });
    CHECK(waits.next() == 100ms);
    CHECK(waits.next() == 200ms);
    CHECK(waits.next() == 350ms);
    CHECK(waits.next() == 350ms);
    waits.reset();
    CHECK(waits.next() == 100ms);
}

TEST_CASE("chance shortens or lengthens a wait by up to a fifth") {
    net::backoff early(100ms, 1s, [] { return 0.0; });
    net::backoff late(100ms, 1s, [] { return 0.999; });
    CHECK(early.next() == 80ms);
    CHECK(late.next() == 119ms);
    for (int i = 0; i < 100; ++i) {
        const double random = net::random_fraction();
        CHECK(random >= 0);
        CHECK(random < 1);
    }
}

TEST_CASE("what the other side asks for is waited at the least, but no longer than any wait") {
    net::backoff waits(100ms, 1s, [] { return 0.5; });
    CHECK(waits.next(20ms) == 100ms);
    CHECK(waits.next(500ms) == 550ms);
    CHECK(waits.next(1h) == 1100ms);
    CHECK(waits.next() == 800ms);

    // Who was told the same as others does not come back with them, nor earlier.
    net::backoff early(100ms, 1s, [] { return 0.0; });
    net::backoff late(100ms, 1s, [] { return 0.999; });
    CHECK(early.next(500ms) == 500ms);
    CHECK(late.next(500ms) == 599ms);
}

} // namespace backoff_test

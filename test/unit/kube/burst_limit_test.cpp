#include "kube/burst_limit.hpp"
#include "test/support/catch.hpp"

namespace burst_limit_test {

using namespace barograph;
using namespace std::chrono_literals;

TEST_CASE("so many at once, then one for each that has left the window") {
    kube::burst_limit limit(2, 10min);
    const net::time_point start{1h};
    CHECK(limit.next(start) == start);
    limit.count(start);
    CHECK(limit.next(start + 1min) == start + 1min);
    limit.count(start + 1min);
    CHECK(limit.next(start + 2min) == start + 10min);
    CHECK(limit.next(start + 10min) == start + 10min);
    limit.count(start + 10min);
    CHECK(limit.next(start + 10min) == start + 11min);
    CHECK(limit.next(start + 2h) == start + 2h);
}

} // namespace burst_limit_test

#include "metrics/known_series.hpp"
#include "test/support/catch.hpp"

namespace known_series_test {

using namespace std::chrono_literals;
using barograph::metrics::known_series;
using strings = std::vector<std::string>;

namespace {

constexpr known_series::time start{1h};

} // namespace

TEST_CASE("what a listing finds is known") {
    known_series known;
    CHECK(known.names().empty());
    known.seen({"b", "a"}, start, 10min);
    CHECK(known.names() == strings{"a", "b"});
}

TEST_CASE("a name that goes missing stays for max age, counted from the first listing that lacks it") {
    known_series known;
    known.seen({"jobs"}, start, 10min);
    known.seen({}, start + 1h, 10min);
    CHECK(known.names() == strings{"jobs"});
    known.seen({}, start + 1h + 10min, 10min);
    CHECK(known.names() == strings{"jobs"});
    known.seen({}, start + 1h + 10min + 1ns, 10min);
    CHECK(known.names().empty());
}

TEST_CASE("listings that are max age apart do not forget at once what one of them lacks") {
    known_series known;
    known.seen({"jobs"}, start, 10min);
    known.seen({}, start + 10min + 50ms, 10min);
    CHECK(known.names() == strings{"jobs"});
    known.seen({"jobs"}, start + 20min + 100ms, 10min);
    CHECK(known.names() == strings{"jobs"});
}

TEST_CASE("a name that comes back is as new") {
    known_series known;
    known.seen({"jobs"}, start, 10min);
    known.seen({}, start + 1min, 10min);
    known.seen({"jobs"}, start + 9min, 10min);
    known.seen({}, start + 15min, 10min);
    CHECK(known.names() == strings{"jobs"});
    known.seen({}, start + 24min, 10min);
    CHECK(known.names() == strings{"jobs"});
    known.seen({}, start + 26min, 10min);
    CHECK(known.names().empty());
}

TEST_CASE("the names that are there come last, and those missing for longest first") {
    known_series known;
    known.seen({"a", "b", "c", "d"}, start, 10min);
    known.seen({"a", "c", "d"}, start + 1min, 10min);
    known.seen({"c", "a"}, start + 2min, 10min);
    CHECK(known.names() == strings{"b", "d", "a", "c"});
}

} // namespace known_series_test

#include "bench/load/histogram.hpp"
#include "test/support/catch.hpp"

#include <cstdint>
#include <limits>

using barograph::bench::histogram;

namespace {

// At most 1/256 above the exact figure, never below.
void check_close(std::uint64_t found, std::uint64_t exact) {
    const bool is_close = found >= exact && found - exact <= exact / 256;
    INFO(found << " for " << exact);
    CHECK(is_close);
}

} // namespace

TEST_CASE("an empty histogram has no latencies") {
    const histogram empty;
    CHECK(empty.count() == 0);
    CHECK(empty.quantile(0.99) == 0);
    CHECK(empty.mean() == 0);
}

TEST_CASE("a quantile is at most 0.4 percent above the exact one, never below") {
    histogram all;
    constexpr std::uint64_t count = 100'000;
    for (std::uint64_t i = 1; i <= count; ++i) {
        all.record(i * 1000);
    }
    check_close(all.quantile(0.5), 50'000'000);
    check_close(all.quantile(0.99), 99'000'000);
    check_close(all.quantile(0.999), 99'900'000);
    CHECK(all.quantile(1) == count * 1000);
    CHECK(all.max() == count * 1000);
    CHECK(all.mean() == 1000.0 * (count + 1) / 2);
}

TEST_CASE("small durations are counted exactly") {
    histogram all;
    for (std::uint64_t i = 0; i < 512; ++i) {
        all.record(i);
    }
    CHECK(all.quantile(0.25) == 127);
    CHECK(all.quantile(0.5) == 255);
    CHECK(all.quantile(1) == 511);
}

TEST_CASE("a single slow answer shows in the highest quantiles only") {
    histogram all;
    for (int i = 0; i < 999; ++i) {
        all.record(100);
    }
    all.record(7'000'000'000);
    CHECK(all.quantile(0.99) == 100);
    CHECK(all.quantile(0.999) == 100);
    CHECK(all.quantile(0.9999) == 7'000'000'000);
}

TEST_CASE("any duration has a bucket") {
    for (const auto value : {std::uint64_t{0}, std::uint64_t{511}, std::uint64_t{512},
                             std::uint64_t{1} << 40U, std::numeric_limits<std::uint64_t>::max()}) {
        histogram one;
        one.record(value);
        CHECK(one.quantile(0.5) == value);
    }
}

TEST_CASE("histograms of threads add up") {
    histogram fast;
    histogram slow;
    for (int i = 0; i < 90; ++i) {
        fast.record(10);
    }
    for (int i = 0; i < 10; ++i) {
        slow.record(300);
    }
    histogram all;
    all.add(fast);
    all.add(slow);
    CHECK(all.count() == 100);
    CHECK(all.quantile(0.9) == 10);
    CHECK(all.quantile(0.91) == 300);
    CHECK(all.max() == 300);
}

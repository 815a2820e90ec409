#include "metrics/latency_estimate.hpp"
#include "test/support/catch.hpp"

namespace latency_estimate_test {

using namespace barograph;
using namespace std::chrono_literals;

namespace {

const net::time_point start = net::time_point{} + 10h;

} // namespace

TEST_CASE("an answer takes at least what the quickest three took lately, however long the others wait") {
    metrics::latency_estimate latency;
    latency.took(2s, start);
    CHECK(latency.least() == 2s);
    latency.took(20ms, start + 1s);
    latency.took(30ms, start + 1s);
    CHECK(latency.least() == 2s);
    latency.took(20ms, start + 1s);
    for (auto after = 2s; after < 60s; after += 1s) {
        latency.took(2s, start + after);
    }
    CHECK(latency.least() == 30ms);
    CHECK(latency.value() > 1s);
}

TEST_CASE("answers that come at once now and then say nothing of the others") {
    metrics::latency_estimate latency;
    latency.took(2s, start);
    for (auto after = 1s; after < 300s; after += 1s) {
        latency.took(after % 10s < 2s ? 1ms : 2000ms, start + after);
    }
    CHECK(latency.least() == 2s);
}

TEST_CASE("of what more queries wait for than are evaluated at once only a share is their own slowness") {
    metrics::latency_estimate latency;
    const auto under_way = GENERATE(std::size_t{20}, std::size_t{100});
    for (int i = 0; i < 3; ++i) {
        latency.took(1s, start, under_way);
    }
    CHECK(latency.least() == (under_way == 20 ? 1000ms : 200ms));
    CHECK(latency.value() >= 1s);
}

TEST_CASE("what was the quickest minutes ago says nothing of now") {
    metrics::latency_estimate latency;
    latency.took(20ms, start);
    latency.took(2s, start + 61s);
    CHECK(latency.least() == 20ms);
    latency.took(2s, start + 122s);
    CHECK(latency.least() == 2s);
}

TEST_CASE("before the first answer it takes no time") {
    CHECK(metrics::latency_estimate{}.least() == 0s);
}

} // namespace latency_estimate_test

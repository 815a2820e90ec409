#include "config/duration.hpp"
#include "test/support/catch.hpp"

namespace duration_test {

namespace {

using namespace barograph::config;
using namespace std::chrono_literals;

TEST_CASE("a duration is written as Prometheus writes it") {
    CHECK(parse_duration("0") == 0ms);
    CHECK(parse_duration("5ms") == 5ms);
    CHECK(parse_duration("30s") == 30s);
    CHECK(parse_duration("5m") == 5min);
    CHECK(parse_duration("1h30m") == 90min);
    CHECK(parse_duration("1d") == 24h);
    CHECK(parse_duration("1w") == 168h);
    CHECK(parse_duration("1y") == 8760h);
    CHECK(parse_duration("1y2w3d4h5m6s7ms") == 8760h + 336h + 72h + 4h + 5min + 6s + 7ms);
}

TEST_CASE("anything else is refused with an example") {
    const auto* const text = GENERATE("", "soon", "5", "m", "5 m", "5M", "1.5h", "-5m", "+5m", "5m ", "30m1h",
                                      "1h1h", "1us", "00");
    INFO(text);
    const auto result = parse_duration(text);
    REQUIRE_FALSE(result);
    CHECK_THAT(result.error(), barograph::test::ContainsSubstring("1h30m"));
}

TEST_CASE("what no 64-bit count of nanoseconds holds is refused") {
    CHECK(parse_duration("292y"));
    CHECK_FALSE(parse_duration("293y"));
    CHECK_FALSE(parse_duration("292y52w"));
    CHECK_FALSE(parse_duration("99999999999999999999s"));
}

} // namespace

} // namespace duration_test

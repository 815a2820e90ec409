#include "cli/go_duration.hpp"
#include "test/support/catch.hpp"

namespace go_duration_test {

using barograph::cli::parse_go_duration;
using namespace std::chrono_literals;

TEST_CASE("durations are read as Go's flags write them") {
    struct row {
        std::string text;
        std::chrono::nanoseconds value;
    };

    const auto given = GENERATE(
        row{"0", 0ns}, row{"0s", 0ns}, row{"30s", 30s}, row{"10m", 10min}, row{"1h30m", 90min},
        row{"1h0m0s", 1h}, row{"1.5s", 1500ms}, row{".5s", 500ms}, row{"5.s", 5s}, row{"300ms", 300ms},
        row{"1m1s", 61s}, row{"1s1m", 61s}, row{"1m1m", 2min}, row{"10us", 10us}, row{"10\u00b5s", 10us},
        row{"10\u03bcs", 10us}, row{"7ns", 7ns}, row{"8760h", 8760h}, row{"1000000h", 1000000h});
    INFO(given.text);
    const auto parsed = parse_go_duration(given.text);
    REQUIRE(parsed.has_value());
    CHECK(*parsed == given.value);
}

TEST_CASE("anything else is no duration, and the error says what one looks like") {
    const auto text = GENERATE("", " ", "10", "s", "-5s", "1h-5m", "5 s", "5s ", " 5s", "5d", "5S", "1e3s",
                               "0x10s", "infs", "nans", "nan", ".s", "1..5s", "9999999h",
                               "99999999999999999999999s", "00", "1h30", "five minutes");
    INFO(text);
    const auto parsed = parse_go_duration(text);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error() == "expected a duration such as 30s, 10m or 1h30m");
}

} // namespace go_duration_test

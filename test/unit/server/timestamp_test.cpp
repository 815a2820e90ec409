#include "server/timestamp.hpp"
#include "test/support/catch.hpp"

namespace timestamp_test {

TEST_CASE("a time is RFC 3339 in UTC, in seconds") {
    struct row {
        std::int64_t seconds;
        const char* text;
    };

    const auto r = GENERATE(values<row>({{0, "1970-01-01T00:00:00Z"},
                                         {1700000001, "2023-11-14T22:13:21Z"},
                                         {1709251199, "2024-02-29T23:59:59Z"},
                                         {-1, "1969-12-31T23:59:59Z"},
                                         {32503680000, "3000-01-01T00:00:00Z"}}));
    CHECK(barograph::server::rfc3339(r.seconds) == r.text);
}

TEST_CASE("a time of any year is written, with at least four digits of it") {
    using barograph::server::rfc3339;
    CHECK(rfc3339(253402300799) == "9999-12-31T23:59:59Z");
    CHECK(rfc3339(253402300800) == "10000-01-01T00:00:00Z");
    CHECK(rfc3339(9'223'372'036'854'775) == "292278994-08-17T07:12:55Z");
    CHECK(rfc3339(barograph::server::no_time) == "0001-01-01T00:00:00Z");
    CHECK(rfc3339(barograph::server::no_time - 1) == "0000-12-31T23:59:59Z");
    CHECK(rfc3339(-99999999999) == "-1199-02-15T14:13:21Z");
}

} // namespace timestamp_test

#include "net/http_date.hpp"
#include "test/support/catch.hpp"

namespace http_date_test {

using namespace barograph;

TEST_CASE("a Date header is read as servers write it") {
    using namespace std::chrono;
    CHECK(net::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") ==
          sys_days(1994y / November / 6) + 8h + 49min + 37s);
    CHECK(net::parse_http_date("Sun, 22 Nov 2026 00:00:00 GMT") == sys_days(2026y / November / 22));
}

TEST_CASE("what is no Date of today's form is none") {
    for (const auto* text : {"", "yesterday", "Sun, 06 Nov 1994 08:49:37", "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun, 06 Nov 1994 08:49:37 GMT, or later"}) {
        INFO(text);
        CHECK_FALSE(net::parse_http_date(text).has_value());
    }
}

} // namespace http_date_test

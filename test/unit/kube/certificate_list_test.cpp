#include "kube/certificate_list.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"

#include <chrono>

namespace certificate_list_test {

using namespace barograph;
using namespace std::chrono_literals;
using std::chrono::system_clock;
using std::chrono::years;

TEST_CASE("a certificate's times are told even when the clock cannot count so far") {
    // The clock counts from 1677 to 2262. The year 81, say, once came out as one of the 20th century.
    const auto back = GENERATE(std::chrono::seconds(1h), std::chrono::seconds(years(300)),
                               std::chrono::seconds(years(1000)), std::chrono::seconds(years(1940)));
    const auto ahead = GENERATE(std::chrono::seconds(1h), std::chrono::seconds(years(200)),
                                std::chrono::seconds(years(1000)), std::chrono::seconds(years(7900)));
    INFO(back.count() << " s back, " << ahead.count() << " s ahead");
    const test::certificate made({.common_name = "c", .not_before = -back, .not_after = ahead});
    const auto summary = kube::summary_of(made.handle());
    const auto now = system_clock::now();
    CHECK(summary.valid_from < now - 59min);
    CHECK(summary.valid_until > now + 59min);
    // Only what is beyond the clock's reach counts as its end.
    CHECK((summary.valid_from < now - years(290)) == (back >= years(300)));
    CHECK((summary.valid_until > now + years(190)) == (ahead >= years(200)));
}

} // namespace certificate_list_test

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

TEST_CASE("of several certificates the first to expire counts, and of what can't be read none") {
    const test::certificate soon({.common_name = "soon", .not_after = 10min});
    const test::certificate late({.common_name = "late", .not_after = 60min});
    const auto first = kube::first_expiry(late.pem() + soon.pem() + late.pem());
    REQUIRE(first.has_value());
    CHECK(*first == kube::summary_of(soon.handle()).valid_until);
    CHECK_FALSE(kube::first_expiry(late.pem() + "-----BEGIN CERTIFICATE-----\nAAAA\n").has_value());
    CHECK_FALSE(kube::first_expiry("").has_value());
}

TEST_CASE("a certificate tells whose it is, who issued it and for which names, in their order") {
    const test::certificate ca({.common_name = "ca", .organizations = {"o"}, .is_ca = true});
    const test::certificate leaf({.common_name = "leaf",
                                  .issuer = &ca,
                                  .alternative_names = "DNS:b.example,IP:127.0.0.1,DNS:a.example"});
    const auto summary = kube::summary_of(leaf.handle());
    CHECK_THAT(summary.subject, test::ContainsSubstring("CN=leaf"));
    CHECK_THAT(summary.issuer, test::ContainsSubstring("CN=ca") && test::ContainsSubstring("O=o"));
    CHECK(summary.dns_names == std::vector<std::string>{"b.example", "a.example"});
    CHECK(kube::summary_of(ca.handle()).dns_names.empty());
    CHECK(kube::summary_of(test::certificate({.common_name = ""}).handle()).subject.empty());
}

} // namespace certificate_list_test

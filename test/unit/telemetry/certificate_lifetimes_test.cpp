#include "telemetry/certificate_lifetimes.hpp"
#include "test/support/catch.hpp"

#include <map>

namespace certificate_lifetimes_test {

using namespace barograph;
using namespace std::chrono_literals;
using moment = std::chrono::system_clock::time_point;

namespace {

struct fixture {
    [[nodiscard]] std::map<std::string, double> days_left() const {
        std::map<std::string, double> left;
        for (const auto& family : lifetimes.Collect()) {
            CHECK(family.name == "barograph_certificate_validity_left");
            for (const auto& metric : family.metric) {
                REQUIRE(metric.label.size() == 2);
                CHECK(metric.label[1].value == "days");
                left[metric.label[0].value] = metric.gauge.value;
            }
        }
        return left;
    }

    moment now{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
    telemetry::certificate_lifetimes lifetimes{[this] { return now; }};
};

using expected = std::map<std::string, double>;

} // namespace

TEST_CASE_METHOD(fixture, "the days that a certificate has left are counted when they are asked for") {
    lifetimes.follow("serving", [until = now + 24h * 30] { return until; });
    CHECK(days_left() == expected{{"serving", 30}});
    now += 12h;
    CHECK(days_left() == expected{{"serving", 29.5}});
    now += 24h * 40;
    CHECK(days_left() == expected{{"serving", -10.5}});
}

TEST_CASE_METHOD(fixture, "what there is no certificate of has no days") {
    std::optional<moment> client_ca;
    lifetimes.follow("client_ca", [&] { return client_ca; });
    CHECK(lifetimes.Collect().empty());
    client_ca = now + 24h;
    lifetimes.follow("serving", [this] { return now + 48h; });
    CHECK(days_left() == expected{{"client_ca", 1}, {"serving", 2}});
}

} // namespace certificate_lifetimes_test

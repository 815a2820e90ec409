#include "rules/desired_replicas.hpp"
#include "test/support/catch.hpp"

#include <cmath>

namespace desired_replicas_test {

using barograph::rules::desired_replicas;
using barograph::rules::hpa_target;

namespace {

constexpr hpa_target ten_each{.what = hpa_target::kind::average_value, .milli = 10'000};
constexpr hpa_target ten_together{.what = hpa_target::kind::value, .milli = 10'000};

} // namespace

TEST_CASE("an average value asks for as many Pods as share the usage") {
    CHECK(desired_replicas(ten_each, 57'000, 2).replicas == 6);
    CHECK(desired_replicas(ten_each, 60'000, 2).replicas == 6);
    CHECK(desired_replicas(ten_each, 60'001, 2).replicas == 7);
    CHECK(desired_replicas(ten_each, 5'000, 6).replicas == 1);
    CHECK(desired_replicas(ten_each, 0, 6).replicas == 0);
}

TEST_CASE("near the target nothing changes") {
    const auto stays = desired_replicas(ten_each, 57'000, 6);
    CHECK(stays.within_tolerance);
    CHECK(stays.replicas == 6);
    CHECK(desired_replicas(ten_each, 65'000, 6).replicas == 6);
    const auto moves = desired_replicas(ten_each, 67'000, 6);
    CHECK_FALSE(moves.within_tolerance);
    CHECK(moves.replicas == 7);
    CHECK(desired_replicas(ten_each, 65'000, 6, 0.05).replicas == 7);
}

TEST_CASE("a value is compared as a whole, and the replicas follow its ratio") {
    CHECK(desired_replicas(ten_together, 20'000, 3).replicas == 6);
    CHECK(desired_replicas(ten_together, 5'000, 3).replicas == 2);
    CHECK(desired_replicas(ten_together, 10'900, 3).replicas == 3);
}

TEST_CASE("an average is of all replicas, a value is not") {
    CHECK(desired_replicas(ten_each, 60'000, 3).usage_ratio == 2);
    CHECK(desired_replicas(ten_together, 60'000, 3).usage_ratio == 6);
    CHECK(desired_replicas(ten_together, 25'000, 0).usage_ratio == 2.5);
    CHECK(desired_replicas(ten_together, 25'000, 0).replicas == 3);
}

TEST_CASE("replicas follow the ratio of a value, but the sum of an average") {
    CHECK(desired_replicas(ten_together, 20'001, 3).replicas == 7);
    CHECK(desired_replicas(ten_each, 20'001, 3).replicas == 3);
}

TEST_CASE("the tolerance counts to its edge") {
    CHECK(desired_replicas(ten_each, 15'000, 2, 0.25).within_tolerance);
    CHECK(desired_replicas(ten_each, 12'500, 1, 0.25).within_tolerance);
    CHECK_FALSE(desired_replicas(ten_each, 12'501, 1, 0.25).within_tolerance);
}

TEST_CASE("without replicas there is no tolerance") {
    CHECK(desired_replicas(ten_each, 25'000, 0).replicas == 3);
    CHECK(std::isinf(desired_replicas(ten_each, 25'000, 0).usage_ratio));
    CHECK(desired_replicas(ten_together, 10'000, 0).replicas == 1);
    CHECK_FALSE(desired_replicas(ten_together, 10'000, 0).within_tolerance);
}

TEST_CASE("no usage is too large to be counted") {
    CHECK(desired_replicas({.what = hpa_target::kind::average_value, .milli = 1}, 9e18, 1).replicas ==
          2147483647);
}

TEST_CASE("how many Pods there are does not change by rounding how many share the usage") {
    for (std::int64_t current = 0; current < 100; ++current) {
        INFO(current);
        CHECK(desired_replicas(ten_each, 70'000, current, 0).replicas == 7);
    }
}

TEST_CASE("without Pods no usage is too much, not even none") {
    CHECK(std::isinf(desired_replicas(ten_each, 0, 0).usage_ratio));
    CHECK(desired_replicas(ten_each, 0, 0).replicas == 0);
}

} // namespace desired_replicas_test

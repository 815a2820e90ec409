#include "rules/rule.hpp"
#include "test/support/catch.hpp"

namespace rule_parts_test {

namespace {

using namespace barograph::rules;

rule_spec usual() {
    rule_spec spec;
    spec.series_query = "queue_depth";
    spec.metrics_query = "sum(<<.Series>>)";
    spec.location = "rules.yaml:3";
    return spec;
}

TEST_CASE("a fallback holds answers if any part of it does") {
    constexpr auto hold = substitute::kind::hold;
    CHECK_FALSE(fallback_policy{}.holds());
    CHECK(fallback_policy{.on_empty = substitute{.what = hold}}.holds());
    CHECK(fallback_policy{.on_failure = {.what = hold}}.holds());
    CHECK(fallback_policy{.on_non_finite = {.what = hold}}.holds());
    CHECK_FALSE(fallback_policy{.on_empty = substitute{.what = substitute::kind::value}}.holds());
}

TEST_CASE("resources are there as soon as one part of them is") {
    CHECK_FALSE(resources_spec{}.present());
    CHECK(resources_spec{.template_text = "kube_<<.Resource>>"}.present());
    CHECK(resources_spec{.overrides = {{"ns", {.group = "", .resource = "namespace"}}}}.present());
    CHECK(resources_spec{.namespaced = false}.present());
    CHECK(resources_spec{.namespaced = true}.present());
}

TEST_CASE("a rule is the same wherever it stands, and another one when it says something else") {
    const auto one = rule::compile(usual());
    REQUIRE(one);
    CHECK(one->same_as(*one));
    auto moved = usual();
    moved.location = "other.yaml:1";
    CHECK(one->same_as(*rule::compile(moved)));
    auto other = usual();
    other.metrics_query = "avg(<<.Series>>)";
    CHECK_FALSE(one->same_as(*rule::compile(other)));
}

} // namespace

} // namespace rule_parts_test

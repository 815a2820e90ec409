#include "config/load.hpp"
#include "test/support/catch.hpp"
#include "test/unit/config/loading.hpp"

namespace load_helm_test {

namespace {

using namespace barograph::test;

TEST_CASE("the rules of Helm values are the rules of a config file") {
    const auto configuration = loaded(R"(prometheus:
  url: http://prometheus.monitoring.svc
  port: 9090
image: {repository: x, tag: y, tag: z}
replicas: 2
rules:
  default: true
  custom:
  - seriesQuery: a
    metricsQuery: b
  existing:
  external:
  - seriesQuery: up
    metricsQuery: sum(up)
  resource:
    window: 5m
)");
    CHECK(configuration.external_rules.size() == 1);
    CHECK(configuration.external_rules[0].spec().location == "f:13");
    CHECK(configuration.custom_rules.size() == 1);
    REQUIRE(configuration.resource_rules);
    CHECK(configuration.resource_rules->window == std::chrono::minutes(5));
}

TEST_CASE("the chart's own empty values load") {
    const auto configuration =
        loaded("rules:\n  default: true\n  custom: []\n  existing:\n  external: []\n  resource: {}\n");
    CHECK(configuration.external_rules.empty());
    CHECK(configuration.resource_rules);
}

TEST_CASE("a rules list is a config file, a rules map is Helm values") {
    CHECK_THAT(refusal_of("rules: []\nimage: x\n"), StartsWith("f:2:1: unknown field \"image\""));
    CHECK_THAT(refusal_of("rules: ~\nimage: x\n"), StartsWith("f:2:1: unknown field \"image\""));
    CHECK(loaded("rules: {}\nimage: x\n").external_rules.empty());
    CHECK(loaded("shared: &r {external: []}\nrules: *r\n").external_rules.empty());
}

TEST_CASE("the rules part of Helm values is strict") {
    CHECK(refusal_of("rules: {externals: []}") == "f:1:9: unknown field \"externals\" in the chart's rules; "
                                                  "the nearest known one is external (expected one of "
                                                  "default, custom, existing, external, resource)");
    CHECK_THAT(refusal_of("rules: {default: maybe}"), StartsWith("f:1:18: default is text"));
    CHECK_THAT(refusal_of("rules: {external: {}}"), StartsWith("f:1:19: external is a map"));
    CHECK_THAT(refusal_of("rules: {external: []}\nrules: {external: []}\n"),
               StartsWith("f:2:1: rules is set twice"));
    CHECK_THAT(refusal_of("rules: {external: [{seriesQuery: up, metricsQuery: x, nam: y}]}"),
               ContainsSubstring("unknown field \"nam\""));
    CHECK_THAT(refusal_of("rules: {resource: {window: x}}"), ContainsSubstring("is no duration"));
}

TEST_CASE("the two forms cannot be mixed") {
    CHECK(refusal_of("rules: {external: []}\nexternalRules: []\n") ==
          "f:2:1: externalRules stands beside a `rules` map, which is the form of Helm values; expected "
          "rules.external "
          "there");
    CHECK_THAT(refusal_of("rules: {external: []}\nresourceRules: {}\n"),
               ContainsSubstring("expected rules.resource there"));
}

TEST_CASE("values that make the chart use another ConfigMap warn that these rules are not used") {
    CHECK_THAT(warnings_of("rules: {existing: my-rules, external: [{seriesQuery: up, metricsQuery: x}]}"),
               ContainsSubstring("the ConfigMap \"my-rules\""));
    CHECK(warnings_of("rules: {existing: '', external: []}").empty());
}

} // namespace

} // namespace load_helm_test

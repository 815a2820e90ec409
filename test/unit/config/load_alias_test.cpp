#include "config/load.hpp"
#include "test/support/catch.hpp"
#include "test/unit/config/loading.hpp"

namespace load_alias_test {

namespace {

using namespace barograph::test;

TEST_CASE("an alias stands for its anchor's value") {
    const auto configuration = loaded(R"(externalRules:
- seriesQuery: a
  resources: &r {overrides: {namespace: {resource: namespace}}}
  metricsQuery: &q sum(<<.Series>>{<<.LabelMatchers>>})
- seriesQuery: b
  resources: *r
  metricsQuery: *q
)");
    REQUIRE(configuration.external_rules.size() == 2);
    const auto& second = configuration.external_rules[1].spec();
    CHECK(second.resources.overrides.at("namespace").resource == "namespace");
    CHECK(second.metrics_query == "sum(<<.Series>>{<<.LabelMatchers>>})");
}

TEST_CASE("a merge key takes over a map") {
    const auto configuration = loaded(R"(externalRules:
- &base {seriesQuery: a, metricsQuery: x, name: {as: one}}
- <<: *base
  seriesQuery: b
)");
    const auto& second = configuration.external_rules.at(1).spec();
    CHECK(second.series_query == "b");
    CHECK(second.metrics_query == "x");
    CHECK(second.name.as == "one");
}

TEST_CASE("merge keys count where they stand, as in Go's decoder: the later value wins") {
    CHECK(
        only_rule("externalRules: [{metricsQuery: x, seriesQuery: a, <<: {seriesQuery: b}}]").series_query ==
        "b");
    CHECK(
        only_rule("externalRules: [{metricsQuery: x, <<: {seriesQuery: b}, seriesQuery: a}]").series_query ==
        "a");
}

TEST_CASE("of several merged maps the first counts most") {
    CHECK(only_rule("externalRules: [{metricsQuery: x, <<: [{seriesQuery: a}, {seriesQuery: b}]}]")
              .series_query == "a");
}

TEST_CASE("sections are merged field by field, lists as a whole, null clears") {
    const auto rule = only_rule(R"(externalRules:
- <<:
    seriesQuery: up
    metricsQuery: x
    name: {matches: "^(.*)$", as: a}
    seriesFilters: [{is: a}, {is: b}]
    resources: {template: "<<.Resource>>", namespaced: false}
  name: {as: b}
  seriesFilters: [{is: u}]
  resources: ~
)");
    CHECK(rule.name.matches == "^(.*)$");
    CHECK(rule.name.as == "b");
    CHECK(rule.series_filters.size() == 1);
    CHECK_FALSE(rule.resources.present());
}

TEST_CASE("a merge key in quotes is an ordinary key") {
    CHECK_THAT(refusal_of("externalRules: [{'<<': {seriesQuery: a}, seriesQuery: a, metricsQuery: x}]"),
               StartsWith("f:1:18: unknown field \"<<\" in a rule"));
}

TEST_CASE("overrides that a merge key and the map itself both set are set twice") {
    CHECK_THAT(refusal_of(rule_with(
                   "  resources: {overrides: {<<: {ns: {resource: pod}}, ns: {resource: namespace}}}\n")),
               StartsWith("f:4:54: the key \"ns\" is set twice"));
}

TEST_CASE("only maps can be merged") {
    CHECK_THAT(refusal_of(rule_with("  <<: x\n")), ContainsSubstring("expected a map or a list of maps"));
    CHECK_THAT(refusal_of(rule_with("  <<: ~\n")), ContainsSubstring("expected a map or a list of maps"));
    CHECK_THAT(refusal_of(rule_with("  <<: [x]\n")), ContainsSubstring("expected a map"));
    CHECK_THAT(refusal_of("rules: &l []\nexternalRules:\n- <<: *l\n"),
               ContainsSubstring("expected a map or a list"));
}

TEST_CASE("a problem inside an anchor is reported once, however often it is used") {
    CHECK(refusal_of("externalRules:\n- &r {seriesQuery: up, metricsQuery: x, nam: a}\n- *r\n- *r\n") ==
          "f:2:41: unknown field \"nam\" in a rule; the nearest known one is name (expected one of "
          "seriesQuery, "
          "seriesFilters, resources, name, metricsQuery, onEmpty, onFailure, onNonFinite)");
}

TEST_CASE("aliases cannot blow a small file up") {
    std::string bomb = "externalRules:\n- &m0 {seriesQuery: a, metricsQuery: x}\n";
    for (int i = 1; i < 60; ++i) {
        const auto before = std::to_string(i - 1);
        bomb += "- &m" + std::to_string(i) + " {<<: [*m" + before + ", *m" + before + "]}\n";
    }
    CHECK_THAT(refusal_of(bomb), ContainsSubstring("aliases make this file too big"));

    const std::string big(200'000, 'x');
    std::string copies = "externalRules:\n- {metricsQuery: x, seriesQuery: &big " + big + "}\n";
    for (int i = 0; i < 1000; ++i) {
        copies += "- {metricsQuery: x, seriesQuery: *big}\n";
    }
    CHECK_THAT(refusal_of(copies), ContainsSubstring("aliases make this file too big"));
}

TEST_CASE("merges through aliases cannot be chained without end") {
    std::string chain = "externalRules:\n- &m0 {seriesQuery: a, metricsQuery: x}\n";
    for (int i = 1; i < 2000; ++i) {
        chain += "- &m" + std::to_string(i) + " {<<: *m" + std::to_string(i - 1) + "}\n";
    }
    CHECK_THAT(refusal_of(chain), ContainsSubstring("inside each other more than 32 times"));
}

} // namespace

} // namespace load_alias_test

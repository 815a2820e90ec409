#include "config/load.hpp"
#include "test/support/catch.hpp"
#include "test/unit/config/loading.hpp"

namespace load_schema_test {

namespace {

using namespace barograph::test;

TEST_CASE("every field of a rule is read") {
    const auto rule = only_rule(R"(
externalRules:
- seriesQuery: '{__name__=~"^queue_.*",job="worker"}'
  seriesFilters:
  - is: ^queue_
  - isNot: _total$
  resources:
    template: kube_<<.Resource>>
    overrides:
      ns: {resource: namespace}
      deploy: {group: apps, resource: deployment}
    namespaced: false
  name: {matches: "^queue_(.*)$", as: "${1}"}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>})
)");
    CHECK(rule.series_query == R"({__name__=~"^queue_.*",job="worker"})");
    REQUIRE(rule.series_filters.size() == 2);
    CHECK(rule.series_filters[0].is == "^queue_");
    CHECK(rule.series_filters[0].is_not.empty());
    CHECK(rule.series_filters[1].is_not == "_total$");
    CHECK(rule.resources.template_text == "kube_<<.Resource>>");
    REQUIRE(rule.resources.overrides.size() == 2);
    CHECK(rule.resources.overrides.at("ns").resource == "namespace");
    CHECK(rule.resources.overrides.at("deploy").group == "apps");
    CHECK(rule.resources.namespaced == false);
    CHECK(rule.name.matches == "^queue_(.*)$");
    CHECK(rule.name.as == "${1}");
    CHECK(rule.metrics_query == "sum(<<.Series>>{<<.LabelMatchers>>})");
}

TEST_CASE("what a rule does not say is left unset") {
    const auto rule = only_rule("externalRules: [{seriesQuery: up, metricsQuery: x}]");
    CHECK(rule.series_filters.empty());
    CHECK_FALSE(rule.resources.present());
    CHECK_FALSE(rule.resources.namespaced.has_value());
    CHECK(rule.name.matches.empty());
    CHECK(rule.name.as.empty());
}

TEST_CASE("a rule knows where it stands") {
    CHECK(only_rule("# first\nexternalRules:\n\n- seriesQuery: up\n  metricsQuery: x\n").location == "f:4");
}

TEST_CASE("rules keep the order of the file") {
    const auto configuration =
        loaded("externalRules:\n- {seriesQuery: b, metricsQuery: x}\n- {seriesQuery: a, metricsQuery: x}\n");
    REQUIRE(configuration.external_rules.size() == 2);
    CHECK(configuration.external_rules[0].spec().series_query == "b");
    CHECK(configuration.external_rules[1].spec().series_query == "a");
}

TEST_CASE("the celery rules of the published guide load as they are") {
    const auto configuration = loaded(R"(rules:
  external:
  - seriesQuery: 'celery_queue_depth{job="worker-celery-metrics"}'
    name: {as: 'celery_queue_depth'}
    metricsQuery: 'avg(celery_queue_depth)'
  - seriesQuery: 'celery_workers_busy_ratio{job="worker-celery-metrics"}'
    name: {as: 'celery_workers_busy_ratio'}
    metricsQuery: 'avg(celery_workers_busy_ratio)'
)");
    REQUIRE(configuration.external_rules.size() == 2);
    CHECK(configuration.external_rules[0].only_name() == "celery_queue_depth");
    CHECK(configuration.external_rules[1].only_name() == "celery_workers_busy_ratio");
}

TEST_CASE("an empty file is a configuration without rules") {
    for (const auto* text : {"", "---\n", "{}", "~", "externalRules:\n", "externalRules: []", "rules:\n"}) {
        INFO(text);
        CHECK(loaded(text).external_rules.empty());
        CHECK(loaded(text).warnings.empty());
    }
}

TEST_CASE("scalars of any kind are text where text is wanted, as they are written") {
    const auto rule = only_rule("externalRules: [{seriesQuery: up, metricsQuery: 1.50, name: {as: 0x10}}]");
    CHECK(rule.metrics_query == "1.50");
    CHECK(rule.name.as == "0x10");
    CHECK(only_rule("externalRules: [{seriesQuery: up, metricsQuery: 2001-01-01}]").metrics_query ==
          "2001-01-01");
    CHECK(only_rule("externalRules: [{seriesQuery: up, metricsQuery: !!binary dXA=}]").metrics_query == "up");
}

TEST_CASE("null is empty text, an empty list, an absent section") {
    const auto rule =
        only_rule(rule_with("  name: {as: ~, matches: null}\n  seriesFilters: ~\n  resources:\n"));
    CHECK(rule.name.as.empty());
    CHECK(rule.series_filters.empty());
    CHECK_FALSE(rule.resources.present());
    CHECK(only_rule(rule_with("  name: {as: 'null'}\n")).name.as == "null");
}

TEST_CASE("truth values are YAML 1.1's words, and never quoted") {
    CHECK(only_rule(rule_with("  resources: {namespaced: yes}\n")).resources.namespaced == true);
    CHECK(only_rule(rule_with("  resources: {namespaced: off}\n")).resources.namespaced == false);
    CHECK(only_rule(rule_with("  resources: {namespaced: ~}\n")).resources.namespaced == std::nullopt);
    CHECK(refusal_of(rule_with("  resources: {namespaced: 'no'}\n")) ==
          "f:4:27: namespaced is text (\"no\"); expected true or false, without quotes");
    CHECK(refusal_of(rule_with("  resources: {namespaced: 0}\n")) ==
          "f:4:27: namespaced is a number (\"0\"); expected true or false, without quotes");
    CHECK_THAT(refusal_of(rule_with("  resources: {namespaced: []}\n")),
               StartsWith("f:4:27: namespaced is a list;"));
}

TEST_CASE("two of null's spellings are false to Go's decoder, and so here") {
    CHECK(only_rule(rule_with("  resources: {namespaced: Null}\n")).resources.namespaced == false);
    CHECK(only_rule(rule_with("  resources: {namespaced: NULL}\n")).resources.namespaced == false);
}

TEST_CASE("resource rules are read and kept") {
    const auto configuration = loaded(R"(resourceRules:
  cpu:
    containerQuery: sum(rate(cpu{<<.LabelMatchers>>}[3m])) by (<<.GroupBy>>)
    nodeQuery: sum(node_cpu{<<.LabelMatchers>>}) by (<<.GroupBy>>)
    resources: {overrides: {node: {resource: node}, namespace: {resource: namespace}, pod: {resource: pod}}}
    containerLabel: container
  window: 3m
)");
    REQUIRE(configuration.resource_rules);
    CHECK(configuration.resource_rules->cpu.container_label == "container");
    CHECK(configuration.resource_rules->cpu.resources.overrides.size() == 3);
    CHECK(configuration.resource_rules->memory.node_query.empty());
    CHECK(configuration.resource_rules->window == std::chrono::minutes(3));
    CHECK(configuration.resource_rules->location == "f:2");
    CHECK_FALSE(loaded("resourceRules: ~").resource_rules);
    CHECK(loaded("resourceRules: {window: ~}").resource_rules->window == std::chrono::milliseconds(0));
}

} // namespace

} // namespace load_schema_test

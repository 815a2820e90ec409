#include "config/load.hpp"
#include "test/support/catch.hpp"
#include "test/unit/config/loading.hpp"

namespace load_warning_test {

namespace {

using namespace barograph::test;

TEST_CASE("a good file gives no warning") {
    CHECK(warnings_of(
              rule_with("  resources: {overrides: {ns: {resource: namespace}, pod: {resource: pod}}}\n"))
              .empty());
}

TEST_CASE("custom rules are counted, and said not to be served") {
    CHECK(warnings_of("rules:\n- {seriesQuery: a, metricsQuery: <<.LabelMatchers>>}\n- {seriesQuery: c, "
                      "metricsQuery: <<.LabelMatchers>>}\n") ==
          "f:2:1: note: 2 rules for custom.metrics.k8s.io, checked but not served; expected externalRules");
    CHECK(warnings_of("rules: []").empty());
}

TEST_CASE("resource rules are said not to be served") {
    CHECK(warnings_of("resourceRules: {window: 1m}") ==
          "f:1:16: note: rules for metrics.k8s.io, checked but not served; expected externalRules");
}

TEST_CASE("rules that can only give one and the same name are named, each with the one before it") {
    const auto warnings = warnings_of(R"(externalRules:
- {seriesQuery: up, metricsQuery: <<.LabelMatchers>>}
- {seriesQuery: '{__name__=~".+"}', metricsQuery: <<.LabelMatchers>>, name: {as: up}}
- {seriesQuery: '{__name__=~".+"}', metricsQuery: <<.LabelMatchers>>}
- {seriesQuery: up, metricsQuery: <<.LabelMatchers>>}
)");
    CHECK(warnings ==
          "f:3:3: warning: this rule gives only the metric \"up\", as does the rule in line 2; the last that "
          "has series is used (expected names of their own)\n"
          "f:5:3: warning: this rule gives only the metric \"up\", as does the rule in line 3; the last that "
          "has series is used (expected names of their own)");
}

TEST_CASE("what looks wrong with a rule but may be meant is a warning where it stands") {
    CHECK_THAT(warnings_of("externalRules:\n- seriesQuery: up\n  metricsQuery: sum(up)\n"),
               StartsWith("f:3:17: warning: metricsQuery: "));
}

TEST_CASE("two labels for the namespace are named, with the one that is used") {
    CHECK(warnings_of(rule_with(
              "  resources: {overrides: {b: {resource: namespace}, a: {resource: Namespaces}}}\n")) ==
          "f:4:30: warning: the label \"b\" stands for the namespace, as \"a\" does, which is used; expected "
          "one of them");
}

TEST_CASE("what prometheus-adapter accepts in a rule that is not served does not refuse the file") {
    CHECK_THAT(warnings_of("rules: [{seriesQuery: a}]"), ContainsSubstring("warning: metricsQuery"));
    CHECK_THAT(warnings_of("rules: [{metricsQuery: a}]"), ContainsSubstring("warning: seriesQuery: absent"));
    CHECK_THAT(warnings_of("rules: [{seriesQuery: '{a', metricsQuery: a}]"),
               ContainsSubstring("warning: seriesQuery"));
}

TEST_CASE("what prometheus-adapter refuses in a rule that is not served refuses the file") {
    CHECK_THAT(refusal_of("rules: [{seriesQuery: a, metricsQuery: 'sum(<<.Series)'}]"),
               ContainsSubstring("f:1:"));
    CHECK_THAT(refusal_of("rules: [{seriesQuery: a, metricsQuery: b, name: {matches: '('}}]"),
               ContainsSubstring("name.matches"));
    CHECK_THAT(
        refusal_of(
            "rules: [{seriesQuery: a, metricsQuery: b, resources: {overrides: {w: {resource: widget}}}}]"),
        ContainsSubstring("no resource \"widget\""));
}

TEST_CASE("warnings are listed beside the errors of a refused file") {
    const auto problems =
        barograph::config::parse(
            "f", "rules: [{seriesQuery: a, metricsQuery: <<.LabelMatchers>>}]\nexternalRules: {}\n")
            .error();
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].level == barograph::config::severity::note);
    CHECK(problems[1].level == barograph::config::severity::error);
}

TEST_CASE("very many warnings do not refuse a file") {
    std::string many = "externalRules:\n";
    for (int i = 0; i < 1000; ++i) {
        many += "- {seriesQuery: up, metricsQuery: x}\n";
    }
    const auto configuration = loaded(many);
    CHECK(configuration.external_rules.size() == 1000);
    CHECK(configuration.warnings.size() == 500);
}

} // namespace

} // namespace load_warning_test

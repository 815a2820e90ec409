#include "config/load.hpp"
#include "test/support/catch.hpp"
#include "test/unit/config/loading.hpp"

namespace load_problem_test {

namespace {

using namespace barograph::test;

TEST_CASE("all problems of a file are found in one run, in the order of the file") {
    const auto refusal = refusal_of(R"(externalRules:
- seriesQuery: up
  metricQuery: x
- seriesQuery: [up]
  metricsQuery: y
- seriesQuery: up
  name: {matches: "^(up$"}
  resources: {overrides: {ns: {resource: namepsace}}}
extraRules: []
)");
    const auto place = [&](std::string_view text) { return refusal.find(text); };
    INFO(refusal);
    CHECK(place("f:3:3: unknown field \"metricQuery\"") == 0);
    CHECK(place("\nf:4:16: seriesQuery is a list") < place("\nf:7:"));
    CHECK(place("\nf:7:") < place("\nf:8:42: no resource \"namepsace\""));
    CHECK(place("\nf:8:42:") < place("\nf:9:1: unknown field \"extraRules\""));
    CHECK(place("f:9:1:") != std::string::npos);
}

TEST_CASE("an unknown field names the nearest known one, and all of them") {
    CHECK(refusal_of("externalRule: []") ==
          "f:1:1: unknown field \"externalRule\" in a configuration; the nearest known one is externalRules "
          "(expected one of rules, externalRules, resourceRules)");
    CHECK_THAT(refusal_of(rule_with("  resources: {namspaced: false}\n")),
               ContainsSubstring("is namespaced (expected one of template, overrides, namespaced)"));
    CHECK_THAT(
        refusal_of(rule_with("  seriesFilters: [{isnot: x}]\n")),
        StartsWith("f:4:20: unknown field \"isnot\" in a series filter; the nearest known one is isNot"));
    CHECK_THAT(refusal_of(rule_with("  name: {match: x}\n")),
               StartsWith("f:4:10: unknown field \"match\" in name; the nearest known one is matches"));
    CHECK_THAT(
        refusal_of(rule_with("  resources: {overrides: {ns: {resorce: pod}}}\n")),
        ContainsSubstring("unknown field \"resorce\" in an override; the nearest known one is resource"));
    CHECK_THAT(refusal_of("resourceRules: {disk: {}}"),
               ContainsSubstring("in resourceRules; the nearest known one"));
    CHECK_THAT(refusal_of("resourceRules: {cpu: {query: x}}"),
               ContainsSubstring("in a resource rule; the nearest known one is nodeQuery"));
}

TEST_CASE("names are told apart by case, as in Go") {
    CHECK_THAT(refusal_of("ExternalRules: []"), ContainsSubstring("the nearest known one is externalRules"));
}

TEST_CASE("a value of the wrong type says what it is and what it should be") {
    CHECK(refusal_of("7") == "f:1:1: this is a number (\"7\"); expected a map");
    CHECK(refusal_of("- a") == "f:1:1: this is a list; expected a map");
    CHECK(refusal_of("externalRules: {a: b}") == "f:1:16: externalRules is a map; expected a list");
    CHECK(refusal_of("externalRules: ''") == "f:1:16: externalRules is text (\"\"); expected a list");
    CHECK(refusal_of("externalRules: [up]") == "f:1:17: externalRules[0] is text (\"up\"); expected a map");
    CHECK(refusal_of(rule_with("  resources: {overrides: [ns]}\n")) ==
          "f:4:26: overrides is a list; expected a map");
    CHECK(refusal_of(rule_with("  name: up\n")) == "f:4:9: name is text (\"up\"); expected a map");
    CHECK(refusal_of("externalRules:\n- seriesQuery: {__name__=~\"^a\"}\n  metricsQuery: x\n") ==
          "f:2:16: seriesQuery is a map; expected text (in quotes, as it begins with \"{\")");
    CHECK(refusal_of(rule_with("  ? [a]\n  : b\n")) ==
          "f:4:5: externalRules[0] is a list; expected text (in quotes, as it begins with \"[\")");
    CHECK_THAT(refusal_of(rule_with("  name: {as: !!int x}\n")),
               StartsWith("f:4:14: !!int before \"x\", which is text;"));
}

TEST_CASE("a key that is set twice is an error") {
    CHECK(refusal_of("externalRules: []\nrules: []\nexternalRules: []\n") ==
          "f:3:1: externalRules is set twice; expected it once (it is set in line 1 already)");
    CHECK_THAT(refusal_of(rule_with("  seriesQuery: b\n")), StartsWith("f:4:3: seriesQuery is set twice"));
    CHECK(
        refusal_of(rule_with(
            "  resources:\n    overrides:\n      ns: {resource: namespace}\n      ns: {resource: pod}\n")) ==
        "f:7:7: the key \"ns\" is set twice; expected it once");
}

TEST_CASE("exactly one of is and isNot stands in a filter") {
    CHECK_THAT(refusal_of(rule_with("  seriesFilters: [{is: a, isNot: b}]\n")),
               StartsWith("f:4:19: seriesFilters[0]: both"));
    CHECK_THAT(refusal_of(rule_with("  seriesFilters: [{is: a}, {is: ''}]\n")),
               StartsWith("f:4:28: seriesFilters[1]: neither"));
    CHECK_THAT(refusal_of(rule_with("  seriesFilters: [~]\n")),
               StartsWith("f:4:19: seriesFilters[0]: neither"));
}

TEST_CASE("a problem inside a text is reported where it stands in the file") {
    CHECK_THAT(
        refusal_of(
            "externalRules:\n- seriesQuery: up\n  metricsQuery: |\n    sum(\n      <<.Serie>>\n    )\n"),
        StartsWith("f:5:"));
    CHECK_THAT(refusal_of("externalRules:\n- metricsQuery: x\n  seriesQuery: '{job=''a''} 5'\n"),
               StartsWith("f:3:"));
}

TEST_CASE("a character of several bytes is named whole, and counts as one column") {
    CHECK(refusal_of("externalRules:\n- metricsQuery: x\n  seriesQuery: 'up{\u043a\u043b=\"\u0434\"}'\n") ==
          "f:3:20: seriesQuery: found \u043a; expected a label name or }");
}

TEST_CASE("an absent field is reported at its rule") {
    CHECK_THAT(refusal_of("externalRules:\n- metricsQuery: x\n"), StartsWith("f:2:3: seriesQuery: absent;"));
    CHECK_THAT(refusal_of("externalRules:\n- metricsQuery: x\n  seriesQuery:\n"),
               ContainsSubstring("seriesQuery: absent;"));
    CHECK_THAT(refusal_of("externalRules:\n- ~\n"), ContainsSubstring("f:2:3: seriesQuery: absent;"));
}

TEST_CASE("what follows from a problem is not reported too") {
    // Without its field the rule would also lack a metricsQuery.
    CHECK(refusal_of("externalRules:\n- seriesQuery: up\n  metricQuery: x\n").find('\n') ==
          std::string::npos);
    CHECK(refusal_of("externalRules:\n- seriesQuery: {a: b}\n  metricsQuery: x\n").find('\n') ==
          std::string::npos);
}

TEST_CASE("an override names a resource that Kubernetes has, and a label") {
    CHECK_THAT(refusal_of(rule_with("  resources: {overrides: {w: {resource: widgets}}}\n")),
               StartsWith("f:4:41: no resource \"widgets\""));
    CHECK_THAT(refusal_of(rule_with("  resources: {overrides: {w: {}}}\n")),
               StartsWith("f:4:30: the override names no resource;"));
    CHECK_THAT(refusal_of(rule_with("  resources: {overrides: {~: {resource: pod}}}\n")),
               ContainsSubstring("an override of an empty label"));
}

TEST_CASE("a problem in any rule refuses the whole file") {
    CHECK_FALSE(barograph::config::parse("f", rule_with("- {seriesQuery: up, metricsQuery: ~}\n")));
}

TEST_CASE("what a file holds cannot break the lines of the output") {
    CHECK(refusal_of("\"a\\n\\e[2Jb\": c").find_first_of("\n\x1b") == std::string::npos);
}

TEST_CASE("of very many errors the first are reported, and that there are more") {
    std::string many = "externalRules:\n";
    for (int i = 0; i < 2000; ++i) {
        many += "- {nam: x}\n";
    }
    const auto problems = barograph::config::parse("f", many).error();
    CHECK(problems.size() == 501);
    CHECK_THAT(problems.back().message, StartsWith("the rest was not checked"));
}

TEST_CASE("resource rules are checked") {
    CHECK_THAT(refusal_of("resourceRules:\n  window: soon\n"),
               StartsWith("f:2:11: window: \"soon\" is no duration; expected"));
    CHECK(refusal_of("resourceRules: {window: {}}") ==
          "f:1:25: window is a map; expected text (in quotes, as it begins with \"{\")");
    CHECK_THAT(refusal_of("resourceRules:\n  cpu:\n    containerQuery: 'sum(<<.Labels'\n"),
               StartsWith("f:3:"));
    CHECK_THAT(refusal_of("resourceRules: {memory: {resources: {overrides: {n: {resource: noed}}}}}"),
               ContainsSubstring("no resource \"noed\"; the nearest known one is node"));
    CHECK_THAT(refusal_of("resourceRules: {memory: {resources: {template: x}}}"),
               ContainsSubstring("resources.template"));
}

} // namespace

} // namespace load_problem_test

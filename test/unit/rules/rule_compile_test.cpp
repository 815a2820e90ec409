#include "rules/rule.hpp"
#include "test/support/catch.hpp"

#include <algorithm>

namespace rule_compile_test {

namespace {

using namespace barograph::rules;
using barograph::test::ContainsSubstring;

rule_spec spec_with(std::string metrics_query, std::string series_query = "queue_depth") {
    rule_spec spec;
    spec.series_query = std::move(series_query);
    spec.metrics_query = std::move(metrics_query);
    return spec;
}

rule_problem only_problem(rule_spec spec) {
    const auto compiled = rule::compile(std::move(spec));
    REQUIRE_FALSE(compiled);
    REQUIRE(compiled.error().size() == 1);
    return compiled.error().front();
}

TEST_CASE("a seriesQuery that is a word of another language loads with a warning") {
    for (const auto* text : {"1.50", "12", "очередь{a=\"b\"}"}) {
        const auto compiled = rule::compile(spec_with("x", text));
        REQUIRE(compiled);
        REQUIRE_FALSE(compiled->warnings().empty());
        CHECK(compiled->warnings().front().field == "seriesQuery");
        CHECK_THAT(compiled->warnings().front().message, ContainsSubstring("; Prometheus will refuse it"));
        CHECK_FALSE(compiled->only_name());
    }
    for (const auto* const text : {"up{", "/x", ":x{", "~"})
        CHECK_FALSE(rule::compile(spec_with("x", text)));
}

TEST_CASE("all problems of a rule are told at once") {
    auto spec = spec_with("<<.Series", "{");
    spec.series_filters = {{"(", ""}, {"", ""}};
    spec.name = {"(", ""};
    spec.resources.template_text = std::string("x");
    const auto compiled = rule::compile(spec);
    REQUIRE_FALSE(compiled);
    std::vector<std::string> fields;
    std::ranges::transform(compiled.error(), std::back_inserter(fields), &rule_problem::field);
    CHECK(fields == std::vector<std::string>{"seriesQuery", "seriesFilters[0].is", "seriesFilters[1]",
                                             "resources.template", "name.matches", "metricsQuery"});
}

TEST_CASE("a rule without its queries is refused") {
    CHECK(only_problem(spec_with("x", "")).field == "seriesQuery");
    for (const auto* const query : {"", " \n\t"}) {
        const auto problem = only_problem(spec_with(query));
        CHECK(problem.field == "metricsQuery");
        CHECK_THAT(problem.message, ContainsSubstring("absent"));
    }
}

TEST_CASE("the place of a fault in a query is told by line and column") {
    const auto in_metrics_query = only_problem(spec_with("sum(\n  <<upper .Series>>\n)"));
    CHECK(in_metrics_query.line == 2);
    CHECK(in_metrics_query.column == 5);
    const auto in_series_query = only_problem(spec_with("x", "up{\n a=b}"));
    CHECK(in_series_query.line == 2);
    CHECK(in_series_query.column == 4);
}

TEST_CASE("delimiters of another kind are refused") {
    const auto problem = only_problem(spec_with("sum({{.Series}})"));
    CHECK_THAT(problem.message, ContainsSubstring("expected the delimiters << >>"));
    CHECK(problem.column == 5);
}

TEST_CASE("a query that fails with every request is refused") {
    for (const auto* const query : {
             "sum(<<.Metric>>)",
             "<<.LabelMatchersByName>>",
             "<<index .GroupBySlice 0>>",
             "<<eq .Series 1>>",
             "<<len 3>>",
             "<<.Series \"x\">>",
             "<<call .Series>>",
             "<<template \"nope\">>",
             "<<nil>>",
             "<<$x = 1>>y",
             "<<if .GroupBy>>a<<else>><<.Nope>><<end>>",
             "<<define \"a\">><<template \"a\">><<end>><<template \"a\">>",
             "<<if .Series>><<end>><<.Nope>>",
         }) {
        INFO(query);
        CHECK(only_problem(spec_with(query)).field == "metricsQuery");
    }
}

TEST_CASE("a query that some request can answer is accepted") {
    for (const auto* const query : {
             "<<if .GroupBy>><<.Nope>><<end>>ok",
             "<<if eq .Series \"a\">><<.Nope>><<else>>ok<<end>>",
             "<<slice .Series 100>>",
             "<<or .Series (index .GroupBySlice 0)>>",
             "<<and .LabelMatchers 5 | print>><<len (and .LabelMatchers \"x\")>>",
             "<<$x := 1>><<if not .LabelMatchers>><<$x = \"a\">><<end>><<len $x>>",
             "<<len .LabelValuesByName.queue>>",
             "<<eq .LabelValuesByName.queue 1>>x",
             "<<range .LabelValuesByName>><<len 1>><<end>>x",
             "<<.LabelMatchers>>",
         }) {
        INFO(query);
        CHECK(rule::compile(spec_with(query)));
    }
}

TEST_CASE("a query that is always empty is refused, one that can be is not") {
    CHECK_THAT(only_problem(spec_with("<<.GroupBy>>")).message,
               ContainsSubstring("always gives an empty query"));
    CHECK(!rule::compile(spec_with("<<println .GroupBy>>")));
    CHECK(rule::compile(spec_with("<<if not .LabelMatchers>>x<<end>>")));
}

} // namespace

} // namespace rule_compile_test

#include "rules/rule.hpp"
#include "test/support/catch.hpp"

namespace rule_query_test {

namespace {

using namespace barograph::rules;
using barograph::test::ContainsSubstring;

using failure = query_error::kind;

rule compiled(std::string metrics_query, bool with_namespace = true) {
    rule_spec spec;
    spec.series_query = "{job=\"x\"}";
    spec.metrics_query = std::move(metrics_query);
    if (with_namespace)
        spec.resources.overrides["namespace"] = {"", "namespace"};
    return rule::compile(std::move(spec)).value();
}

struct request {
    std::string_view series = "queue_depth";
    std::string_view ns = "shop";
    std::string_view labels = "app=web";
    bool quoted_names = false;
};

std::expected<std::string, query_error> query(const rule& asked, const request& with = {}) {
    const auto labels = parse_selector(with.labels).value();
    return asked.query(
        {.series = with.series, .ns = with.ns, .labels = labels, .quoted_names = with.quoted_names});
}

TEST_CASE("series, matchers and namespace are filled in") {
    const auto rule = compiled("sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)");
    CHECK(query(rule) == "sum(rate(queue_depth{app=\"web\",namespace=\"shop\"}[2m])) by ()");
    CHECK(query(rule, {.ns = "", .labels = ""}) == "sum(rate(queue_depth{}[2m])) by ()");
}

TEST_CASE("a rule without resources does not turn the namespace into a matcher") {
    CHECK(query(compiled("<<.Series>>{<<.LabelMatchers>>}", false)) == "queue_depth{app=\"web\"}");
}

TEST_CASE("what a rule uses is known") {
    CHECK(compiled("<<.Series>>{}").uses_series());
    CHECK_FALSE(compiled("<<.Series>>{}").uses_selector());
    CHECK(compiled("x{<<.LabelMatchers>>}").uses_selector());
    CHECK(compiled("x{q=\"<<.LabelValuesByName.q>>\"}").uses_selector());
    CHECK_FALSE(compiled("x{<<.LabelMatchers>>}").uses_series());
}

TEST_CASE("an operator that PromQL lacks is refused, also where the query takes no matchers") {
    for (const auto* const text : {"x{<<.LabelMatchers>>}", "x"})
        CHECK(query(compiled(text), {.labels = "n>5"}).error().what == failure::bad_request);
}

TEST_CASE("a label that needs quotes matters only where the query takes matchers") {
    const request with{.labels = "a.b/c=x.y"};
    CHECK(query(compiled("x{<<.LabelMatchers>>}"), with).error().what == failure::needs_quoted_names);
    CHECK(query(compiled("<<.>>"), with).error().what == failure::bad_request);
    CHECK(query(compiled("<<if .GroupBy>><<.LabelMatchers>><<end>><<index .LabelValuesByName \"a.b/c\">>"),
                with) == "x.y");
    CHECK(query(compiled("x{<<.LabelMatchers>>}"), {.labels = "a.b/c=x.y", .quoted_names = true}) ==
          "x{\"a.b/c\"=\"x.y\",namespace=\"shop\"}");
}

TEST_CASE("a series name that PromQL must quote is quoted") {
    const auto rule = compiled("sum(<<.Series>>{<<.LabelMatchers>>}) / max_over_time(<<.Series>>[5m])");
    CHECK(query(rule, {.series = "http.requests", .quoted_names = true}) ==
          "sum({\"http.requests\",app=\"web\",namespace=\"shop\"}) / max_over_time({\"http.requests\"}[5m])");
    CHECK(query(rule, {.series = "http.requests"}) ==
          "sum({__name__=\"http.requests\",app=\"web\",namespace=\"shop\"}) / "
          "max_over_time({__name__=\"http.requests\"}[5m])");
    CHECK(query(rule, {.series = "inf", .labels = "", .quoted_names = true}) ==
          "sum({\"inf\",namespace=\"shop\"}) / max_over_time({\"inf\"}[5m])");
}

TEST_CASE("a query that computes with the series name cannot quote it") {
    const auto rule = compiled("<<printf \"%s\" .Series>>");
    CHECK(query(rule) == "queue_depth");
    CHECK(query(rule, {.series = "http.requests"}).error().what == failure::bad_request);
    CHECK(query(compiled("sum({__name__=`<<.Series>>`})"), {.series = "a`b"}).error().what ==
          failure::bad_request);
}

TEST_CASE("a query that needs the series name fails while none is known") {
    CHECK(query(compiled("<<.Series>>"), {.series = ""}).error().what == failure::internal);
    CHECK(query(compiled("sum(x)"), {.series = ""}) == "sum(x)");
}

TEST_CASE("a label that the query needs and the selector does not name is a bad request") {
    const auto rule = compiled("x{q=\"<<.LabelValuesByName.queue>>\"}");
    CHECK(query(rule, {.labels = "queue=a"}) == "x{q=\"a\"}");
    const auto refused = query(rule);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what == failure::bad_request);
    CHECK_THAT(refused.error().message, ContainsSubstring("queue"));
}

TEST_CASE("a namespace that is no name does not get into a query as plain text") {
    const auto rule = compiled("x{q=\"<<index .LabelValuesByName \"namespace\">>\"}");
    CHECK(query(rule) == "x{q=\"shop\"}");
    for (const auto* const ns : {"a\"b", "a'b", "a b", "a)", "a\\", "é", "a\n"}) {
        INFO(ns);
        CHECK(query(rule, {.ns = ns}).error().what == failure::bad_request);
        CHECK(query(compiled("x{<<.LabelMatchers>>}"), {.ns = ns}));
    }
}

TEST_CASE("a template that fails with this request is an internal error with its place") {
    const auto refused = query(compiled("x\n<<slice .Series 100>>"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what == failure::internal);
    CHECK_THAT(refused.error().message,
               ContainsSubstring("line 2, column 3: error calling slice: index out of range: 100"));
}

TEST_CASE("an empty query is never sent") {
    const auto rule = compiled("<<if .LabelMatchers>>x<<end>> ");
    CHECK(query(rule) == "x ");
    CHECK(query(rule, {.ns = "", .labels = ""}).error().what == failure::internal);
}

TEST_CASE("the matchers of a request are those of its labels and its namespace") {
    const auto rule = compiled("x{<<.LabelMatchers>>}");
    const auto matchers = [&](std::string_view text) {
        const auto labels = parse_selector(text).value();
        return rule.matchers({.series = "x", .ns = "shop", .labels = labels});
    };
    CHECK(matchers("app=web") == "app=\"web\",namespace=\"shop\"");
    CHECK(matchers("n>5").error().what == failure::bad_request);
}

} // namespace

} // namespace rule_query_test

#include "rules/promql/simple_aggregation.hpp"
#include "test/support/catch.hpp"

#include <string>

namespace simple_aggregation_test {

namespace {

using namespace barograph::rules::promql;

simple_aggregation read(std::string_view promql) {
    INFO(promql);
    auto result = read_simple_aggregation(promql);
    REQUIRE(result);
    return *std::move(result);
}

TEST_CASE("what is not UTF-8 is no simple aggregation, wherever it stands") {
    for (const auto* const text :
         {"sum(x{a=\"\xff\"})", "sum(x{\"\xff\"=\"a\"})", "sum by (\"\xff\") (x)", "sum({\"\xff\"})",
          R"(sum by ("\xff") (x))", R"(sum(x{"\xff"="a"}))", "sum(x)\xff"}) {
        CHECK_FALSE(read_simple_aggregation(text));
    }
}

TEST_CASE("an aggregation over a function is taken into its pieces") {
    const auto query = read("sum by (a, \"b.c\") (rate(x{d='1', \"e.f\" =~ \"2|3\"}[1h5m]))");
    CHECK(query.aggregation == "sum");
    REQUIRE(query.by.size() == 2);
    CHECK(query.by[1].name == "b.c");
    CHECK(query.by[1].text == "\"b.c\"");
    CHECK(query.function == "rate");
    CHECK(query.name == "x");
    CHECK(query.range == "1h5m");
    REQUIRE(query.matchers.size() == 2);
    CHECK(query.matchers[0].text == "d='1'");
    CHECK(query.matchers[0].value == "1");
    CHECK(query.matchers[1].label.name == "e.f");
    CHECK(query.matchers[1].label.text == "\"e.f\"");
    CHECK(query.matchers[1].kind == match_kind::regex);
    CHECK(query.matchers[1].text == "\"e.f\"=~\"2|3\"");
}

TEST_CASE("a series name in quotes is an item that keeps how it is written") {
    const auto query = read("count({'http.server', a!=\"b\", c!~\"d\"})");
    CHECK(query.name.empty());
    CHECK(query.function.empty());
    CHECK(query.range.empty());
    REQUIRE(query.matchers.size() == 3);
    CHECK(query.matchers[2].kind == match_kind::not_regex);
    CHECK(query.matchers[0].label.name == "__name__");
    CHECK(query.matchers[0].value == "http.server");
    CHECK(query.matchers[0].text == "'http.server'");
    CHECK(query.matchers[1].kind == match_kind::not_equal);
}

TEST_CASE("the forms that are read") {
    for (const auto* const text : {
             "sum(x)",
             "avg(x{})",
             "min(x{a=\"b\",})",
             "max({__name__=\"x\"})",
             "count(x)",
             "group(x)",
             "SUM BY (a) (x)",
             "Sum(x) By (a)",
             "sum by () (x)",
             "sum by (a,) (x)",
             "sum by (by, sum) (x)",
             " ( ( sum(x) by (a) ) ) ",
             "sum (\n  rate ( x { a = \"b\" , } [ 5m ] )\n)\nby\r\n(\ta )",
             "sum(rate{a=\"b\"})",
             "sum(sum)",
             "sum(by)",
             "sum(x{a=\"# } ) [\"})",
             "sum(rate(x[5m]))",
             "sum(irate(x[5m]))",
             "sum(increase(x[5m]))",
             "sum(delta(x[5m]))",
             "sum(idelta(x[5m]))",
             "sum(deriv(x[5m]))",
             "sum(changes(x[5m]))",
             "sum(resets(x[5m]))",
             "sum(avg_over_time(x[5m]))",
             "sum(sum_over_time(x[5m]))",
             "sum(min_over_time(x[5m]))",
             "sum(max_over_time(x[5m]))",
             "sum(last_over_time(x[5m]))",
             "sum(count_over_time(x[5m]))",
             "sum(present_over_time(x[5m]))",
             "sum(stddev_over_time(x[5m]))",
             "sum(stdvar_over_time(x[5m]))",
         }) {
        INFO(text);
        CHECK(read_simple_aggregation(text));
    }
}

TEST_CASE("everything else is not read") {
    for (const auto* const text : {
             "",
             "x",
             "x{a=\"b\"}",
             "rate(x[5m])",
             // other aggregations, clauses and parameters
             "sum without (a) (x)",
             "sum(x) without (a)",
             "topk(3, x)",
             "quantile(0.9, x)",
             "stddev(x)",
             "count_values(\"a\", x)",
             "sum(1, x)",
             "sum(x, y)",
             "sum(x,)",
             "sum()",
             "sum by (a) (x) by (b)",
             "sum(x) by (a) by (b)",
             "(sum(x)) by (a)",
             "sum by a (x)",
             "sum by (,) (x)",
             "sum by (a b) (x)",
             "sum by (a,,b) (x)",
             "sum by (a:b) (x)",
             "sum by (1) (x)",
             "sum by (\"\\d\") (x)",
             "sum by (a) x",
             "sum by (a (x)",
             "sum by ((x)",
             "sum(x) by",
             "(sum(x) by)",
             "sum by",
             "sum by (",
             "sum by (a",
             // parentheses
             "(sum(x)",
             "sum(x))",
             "sum((x))",
             "sum(rate((x[5m])))",
             "((sum(x))",
             // operators
             "sum(x) + 1",
             "1 + sum(x)",
             "-sum(x)",
             "+sum(x)",
             "sum(-x)",
             "sum(x) or vector(0)",
             "sum(x > 0)",
             "sum(x) > bool 1",
             "sum(x) / sum(y)",
             "sum(x * on (a) y)",
             "sum(sum(x))",
             "sum(rate(x[5m]) + rate(y[5m]))",
             // functions and ranges
             "sum(RATE(x[5m]))",
             "sum(rate(x))",
             "sum(x[5m])",
             "sum(rate(x[]))",
             "sum(rate(x[m]))",
             "sum(rate(x[5m:]))",
             "sum(rate(x[5m:1m]))",
             "sum(rate(x[5m : 1m]))",
             "sum(rate(x[5m+1m]))",
             "sum(rate(x[-5m]))",
             "sum(rate(x[1.5h]))",
             "sum(rate(x[1_0]))",
             "sum(rate(x[\"5m\"]))",
             "sum(rate(x[5m], 1))",
             "sum(rate(x[5m],))",
             "sum(rate(rate(x[5m])))",
             "sum(rate(x[5m]",
             "sum(rate(x[5m",
             "sum(rate(x[",
             "sum(rate(x[5M]))",
             "sum(rate(x[a5]))",
             "sum(absent(x))",
             "sum(absent_over_time(x[5m]))",
             "sum(quantile_over_time(0.9, x[5m]))",
             "sum(predict_linear(x[5m], 60))",
             "sum(label_replace(x, \"a\", \"$1\", \"b\", \"(.*)\"))",
             "sum(abs(x))",
             "sum(timestamp(x))",
             // offset and @
             "sum(x offset 5m)",
             "sum(x @ 1700000000)",
             "sum(x @ end())",
             "sum(rate(x[5m] offset 5m))",
             "sum(rate(x[5m] @ start()))",
             // comments
             "sum(x) # all of it",
             "# all of it\nsum(x)",
             "sum(x{a=\"b\"} # by (a)\n)",
             // selectors that are none
             "sum({})",
             "sum(x{a})",
             "sum(x{1})",
             "sum(x{)",
             "sum(x{",
             "sum(x{a=)",
             "sum(x{a=",
             "sum(x{a=b",
             "sum(x{a=b})",
             "sum(x{a=\"b\"",
             "sum(x{a=\"b)",
             "sum(x{a=\"\\d\"})",
             "sum(x{a=~\"(\"})",
             "sum(x{a=\"b\" or c=\"d\"})",
             "sum(x{a=\"b\" c=\"d\"})",
             "sum(x{__name__=\"y\"})",
             "sum(x y)",
             "sum(on)",
             "sum(x{a=\"\xff\"})",
             "sum(x\u00a0)",
         }) {
        INFO(text);
        CHECK_FALSE(read_simple_aggregation(text));
    }
}

} // namespace

} // namespace simple_aggregation_test

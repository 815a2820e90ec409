#include "rules/merging/mergeable_query.hpp"
#include "test/support/catch.hpp"

#include <string>

namespace mergeable_query_test {

namespace {

using namespace barograph::rules;

using strings = std::vector<std::string>;

mergeable_query read(std::string_view promql) {
    INFO(promql);
    auto query = mergeable_query::read(promql);
    REQUIRE(query);
    return *std::move(query);
}

bool same_shape(std::string_view left, std::string_view right) {
    return read(left).shape() == read(right).shape();
}

TEST_CASE("the values of equality matchers may differ, and nothing else") {
    const auto query = read("sum by (a) (rate(x{ns=\"shop\",tier!=\"dev\",q='mail',z=~\"1|2\"}[5m]))");
    CHECK(query.values() == strings{"shop", "mail"});
    CHECK(query.shape() == "sum by (a) (rate(x{ns=?,tier!=\"dev\",q=?,z=~\"1|2\"}[5m]))");
}

TEST_CASE("queries that differ only in such values are of one shape") {
    CHECK(same_shape("sum(x{q=\"a\"})", "sum(x{q=\"b\"})"));
    CHECK(same_shape("sum(x{q=\"a\"})", " (SUM( x{ q = 'b', } ) by ()) "));
    CHECK(same_shape("sum by (q) (x{q=\"a\"})", "sum(x{q=\"b\"}) by (q,)"));
}

TEST_CASE("queries that differ in anything else are of different shapes") {
    for (const auto* const other : {
             "avg by (g) (rate(x{q=\"a\",t!=\"1\"}[5m]))",
             "sum(rate(x{q=\"a\",t!=\"1\"}[5m]))",
             "sum by (g, h) (rate(x{q=\"a\",t!=\"1\"}[5m]))",
             "sum by (\"g\") (rate(x{q=\"a\",t!=\"1\"}[5m]))",
             "sum by (g) (irate(x{q=\"a\",t!=\"1\"}[5m]))",
             "sum by (g) (x{q=\"a\",t!=\"1\"})",
             "sum by (g) (rate(y{q=\"a\",t!=\"1\"}[5m]))",
             "sum by (g) (rate({__name__=\"x\",q=\"a\",t!=\"1\"}[5m]))",
             "sum by (g) (rate({\"x\",q=\"a\",t!=\"1\"}[5m]))",
             "sum by (g) (rate(x{r=\"a\",t!=\"1\"}[5m]))",
             "sum by (g) (rate(x{\"q\"=\"a\",t!=\"1\"}[5m]))",
             "sum by (g) (rate(x{q=\"a\",t!=\"2\"}[5m]))",
             "sum by (g) (rate(x{q=\"a\",t!~\"1\"}[5m]))",
             "sum by (g) (rate(x{q=\"a\",t=\"1\"}[5m]))",
             "sum by (g) (rate(x{q=\"a\",t!=\"1\",u=\"1\"}[5m]))",
             "sum by (g) (rate(x{t!=\"1\",q=\"a\"}[5m]))",
             "sum by (g) (rate(x{q=\"a\",t!=\"1\"}[6m]))",
         }) {
        INFO(other);
        CHECK_FALSE(same_shape("sum by (g) (rate(x{q=\"a\",t!=\"1\"}[5m]))", other));
    }
}

TEST_CASE("what looks like the mark of a value cannot be taken for one") {
    CHECK_FALSE(same_shape("sum(x{q=\"a\",r!=\"=?\"})", "sum(x{q=\"a\",r!=\"=?,\"})"));
    CHECK(read("sum(x{q=\"?\",r=\"=?\"})").values() == strings{"?", "=?"});
}

TEST_CASE("a value is decoded, however it is written") {
    CHECK(read("sum(x{a=\"\\u00e9\\n\\\"\",b='\\'',c=`\\d`})").values() == strings{"é\n\"", "'", "\\d"});
}

TEST_CASE("a matcher that has the label for itself no more is part of the shape") {
    CHECK(read("sum(x{q=\"a\",q=~\"a.*\",r=\"b\"})").values() == strings{"b"});
    CHECK_FALSE(same_shape("sum(x{q=\"a\",q!=\"z\",r=\"b\"})", "sum(x{q=\"c\",q!=\"z\",r=\"b\"})"));
    CHECK_FALSE(mergeable_query::read("sum(x{q=\"a\",\"q\"=\"a\"})"));
}

TEST_CASE("an empty value asks for another kind of series and is part of the shape") {
    CHECK(read("sum(x{q=\"\",r=\"b\"})").values() == strings{"b"});
    CHECK_FALSE(same_shape("sum(x{q=\"\",r=\"b\"})", "sum(x{q=\"a\",r=\"b\"})"));
    CHECK_FALSE(mergeable_query::read("sum(x{q=\"\"})"));
}

TEST_CASE("the series name is part of the shape, however it is written") {
    for (const auto* const text : {"sum(x{q=\"a\"})", "sum({__name__=\"x\",q=\"a\"})",
                                   "sum({\"__name__\"=\"x\",q=\"a\"})", "sum({'x',q=\"a\"})"}) {
        INFO(text);
        CHECK(read(text).values() == strings{"a"});
    }
    CHECK_FALSE(mergeable_query::read("sum({__name__=\"x\"})"));
    CHECK_FALSE(mergeable_query::read("sum({\"x\"})"));
}

TEST_CASE("a label that cannot be grouped by is part of the shape") {
    for (const auto* const label : {"inf", "NaN", "without", "WITHOUT"}) {
        INFO(label);
        CHECK_FALSE(mergeable_query::read("sum(x{" + std::string(label) + "=\"a\"})"));
        CHECK(mergeable_query::read("sum(x{\"" + std::string(label) + "\"=\"a\"})"));
    }
    for (const auto* const label : {"by", "on", "sum", "offset", "bool", "start"}) {
        INFO(label);
        CHECK(mergeable_query::read("sum(x{" + std::string(label) + "=\"a\"})"));
    }
}

TEST_CASE("a value that no regular expression can hold is part of the shape") {
    CHECK_FALSE(mergeable_query::read("sum(x{q=\"\\xff\"})"));
    CHECK_FALSE(mergeable_query::read("sum(x{q=\"a\\ufffd\"})"));
    CHECK(read("sum(x{q=\"\\xc3\\xa9\"})").values() == strings{"é"});
}

TEST_CASE("a query that has nothing to differ in, or no simple form, is not mergeable") {
    CHECK_FALSE(mergeable_query::read("sum(x)"));
    CHECK_FALSE(mergeable_query::read("sum(x{q=~\"a\"})"));
    CHECK_FALSE(mergeable_query::read("sum(x{q=\"a\"}) or vector(0)"));
}

TEST_CASE("queries of one shape can share their form, others do not") {
    auto first = read("sum(x{q=\"a\"})");
    const auto second = read("sum(x{q=\"b\"})");
    const auto other = read("max(x{q=\"b\"})");
    first.share_form(other);
    CHECK(first.form().aggregation == "sum");
    first.share_form(second);
    CHECK(&first.form() == &second.form());
    CHECK(first.values() == strings{"a"});
}

} // namespace

} // namespace mergeable_query_test

#include "rules/merging/merged_query.hpp"
#include "test/support/catch.hpp"

#include <stdexcept>
#include <string>

namespace merged_query_test {

namespace {

using namespace barograph::rules;
using barograph::test::ContainsSubstring;

using indexes = std::vector<std::size_t>;
using label_list = merged_query::label_list;

merged_query merge(const std::vector<std::string>& queries) {
    std::vector<mergeable_query> read;
    for (const auto& text : queries) {
        INFO(text);
        auto query = mergeable_query::read(text);
        REQUIRE(query);
        read.push_back(*std::move(query));
    }
    std::vector<const mergeable_query*> pointers;
    pointers.reserve(read.size());
    for (const auto& query : read)
        pointers.push_back(&query);
    return merged_query(pointers);
}

void check_taken(const merged_query& merged, const label_list& labels, const indexes& queries,
                 const label_list& left) {
    const auto taken = merged.take_apart(labels);
    REQUIRE(taken);
    CHECK(indexes(taken->queries.begin(), taken->queries.end()) == queries);
    CHECK(taken->labels == left);
}

TEST_CASE("two queries become one, grouped by the labels in which they differ") {
    const auto merged = merge({"sum(x{ns=\"a\",q=\"1\"})", "sum(x{ns=\"b\",q=\"2\"})"});
    CHECK(merged.promql() == "sum by (ns, q) (x{ns=~\"a|b\",q=~\"1|2\"})");
    check_taken(merged, {{"ns", "a"}, {"q", "1"}}, {0}, {});
    check_taken(merged, {{"ns", "b"}, {"q", "2"}}, {1}, {});
}

TEST_CASE("what only the cross product selects belongs to no query") {
    const auto merged = merge({"sum(x{ns=\"a\",q=\"1\"})", "sum(x{ns=\"b\",q=\"2\"})"});
    check_taken(merged, {{"ns", "a"}, {"q", "2"}}, {}, {});
    check_taken(merged, {{"ns", "b"}, {"q", "1"}}, {}, {});
}

TEST_CASE("a value that is the same in all queries stays as it is, and is not grouped by") {
    const auto merged = merge({"sum(x{ns=\"a|b\",q=\"1\"})", "sum(x{ns=\"a|b\",q=\"2\"})"});
    CHECK(merged.promql() == "sum by (q) (x{ns=\"a|b\",q=~\"1|2\"})");
    check_taken(merged, {{"q", "2"}}, {1}, {});
}

TEST_CASE("everything else stays as it is written") {
    CHECK(merge({"(max(rate(x{ q = 'a', t != `1\\.`, q2=~'b' }[1h30m])) by (g,))",
                 "max by (g) (rate(x{q=\"b\",t!=`1\\.`,q2=~'b'}[1h30m]))"})
              .promql() == "max by (g, q) (rate(x{q=~\"a|b\",t!=`1\\.`,q2=~'b'}[1h30m]))");
    CHECK(merge({"COUNT({'x.y',\"q.r\"=\"a\"})", "count({'x.y',\"q.r\"=\"b\"})"}).promql() ==
          "count by (\"q.r\") ({'x.y',\"q.r\"=~\"a|b\"})");
}

TEST_CASE("the queries' own grouping stays in the labels, what merging added goes") {
    const auto merged = merge({"sum by (g, q) (x{ns=\"a\",q=\"1\"})", "sum by (g, q) (x{ns=\"b\",q=\"2\"})"});
    CHECK(merged.promql() == "sum by (g, q, ns) (x{ns=~\"a|b\",q=~\"1|2\"})");
    check_taken(merged, {{"g", "z"}, {"ns", "b"}, {"q", "2"}}, {1}, {{"g", "z"}, {"q", "2"}});
    check_taken(merged, {{"ns", "b"}, {"q", "2"}}, {1}, {{"q", "2"}});
}

TEST_CASE("a label that is written in quotes in one place is the same label in the other") {
    const auto merged = merge({"sum by (q) (x{\"q\"=\"1\"})", "sum by (q) (x{\"q\"=\"2\"})"});
    CHECK(merged.promql() == "sum by (q) (x{\"q\"=~\"1|2\"})");
    check_taken(merged, {{"q", "1"}}, {0}, {{"q", "1"}});
}

TEST_CASE("values mean themselves, whatever they mean to RE2 or to PromQL") {
    const auto merged = merge({"sum(x{q=\"a.b\"})", "sum(x{q=\"a|b\"})", "sum(x{q=\"\\\\d+\\n\\\"\"})",
                               "sum(x{q=\"\\u00e9`'{$x}\"})"});
    CHECK(merged.promql() == R"(sum by (q) (x{q=~"a\\.b|a\\|b|\\\\d\\+\n\"|é`'\\{\\$x\\}"}))");
    check_taken(merged, {{"q", "a|b"}}, {1}, {});
    check_taken(merged, {{"q", "\\d+\n\""}}, {2}, {});
    check_taken(merged, {{"q", "é`'{$x}"}}, {3}, {});
}

TEST_CASE("values cannot be confused by how they are joined") {
    const auto merged = merge({"sum(x{a=\"1\",b=\"23\"})", "sum(x{a=\"12\",b=\"3\"})"});
    check_taken(merged, {{"a", "1"}, {"b", "23"}}, {0}, {});
    check_taken(merged, {{"a", "12"}, {"b", "3"}}, {1}, {});
    check_taken(merged, {{"a", "1"}, {"b", "3"}}, {}, {});
}

TEST_CASE("equal queries all get their answer") {
    const auto merged = merge({"sum(x{q=\"a\"})", "sum(x{q=\"b\"})", "sum(x{q=\"a\"})"});
    CHECK(merged.promql() == "sum by (q) (x{q=~\"a|b\"})");
    check_taken(merged, {{"q", "a"}}, {0, 2}, {});
    const auto equal = merge({"sum(x{q=\"a\"})", "sum(x{q=\"a\"})"});
    CHECK(equal.promql() == "sum(x{q=\"a\"})");
    check_taken(equal, {}, {0, 1}, {});
}

TEST_CASE("one query alone is asked as it is") {
    const auto alone = merge({"sum(x{q=\"a.b\"}) by (g)"});
    CHECK(alone.promql() == "sum by (g) (x{q=\"a.b\"})");
    check_taken(alone, {{"g", "1"}}, {0}, {{"g", "1"}});
}

TEST_CASE("a sample that the query cannot give condemns the answer") {
    const auto merged = merge({"sum(x{q=\"a\"})", "sum(x{q=\"b\"})"});
    CHECK_THAT(merged.take_apart({{"other", "a"}}).error(), ContainsSubstring("lacks the label \"q\""));
    CHECK_THAT(merged.take_apart({{"q", "c"}}).error(), ContainsSubstring("the value \"c\""));
    CHECK_FALSE(merged.take_apart({{"q", ""}}));
}

TEST_CASE("merging queries of different shapes is an error of the program") {
    CHECK_THROWS_AS(merge({"sum(x{q=\"a\"})", "max(x{q=\"b\"})"}), std::invalid_argument);
    CHECK_THROWS_AS(merge({}), std::invalid_argument);
}

TEST_CASE("however many values there are, each sample goes to those who asked for its value") {
    std::vector<std::string> texts;
    for (auto i = 0; i < 600; ++i)
        texts.push_back("sum(x{q=\"" + std::to_string(i) + "\"})");
    const auto merged = merge(texts);
    for (const std::size_t i : {0U, 255U, 256U, 257U, 511U, 512U, 599U})
        check_taken(merged, {{"q", std::to_string(i)}}, {i}, {});
}

} // namespace

} // namespace merged_query_test

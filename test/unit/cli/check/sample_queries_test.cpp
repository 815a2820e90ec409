#include "cli/check/sample_queries.hpp"
#include "test/unit/cli/check/checked_rules.hpp"

namespace check_sample_queries_test {

using namespace barograph;
using test::ContainsSubstring;
using list = std::vector<std::string>;

namespace {

cli::sample_queries queries_of(const std::string& metrics_query, const list& series,
                               const std::string& more = "", const std::string& series_query = "up") {
    const auto rules = test::rules_of("externalRules:\n- seriesQuery: '" + series_query + "'\n" + more +
                                      "  metricsQuery: '" + metrics_query + "'\n");
    return cli::make_sample_queries(rules.front(), series);
}

list promql_of(const cli::sample_queries& queries) {
    list result;
    for (const auto& query : queries.made) {
        result.push_back(query.promql);
    }
    return result;
}

constexpr const char* any = "{__name__=~\"x.*\"}";
constexpr const char* with_namespace = "  resources: {overrides: {ns: {resource: namespace}}}\n";

} // namespace

TEST_CASE("a query is made without a selector, and with one that uses every kind of matcher") {
    CHECK(promql_of(queries_of("sum(up{<<.LabelMatchers>>})", {"up"})) ==
          list{"sum(up{})", R"(sum(up{app="sample",release!="",tier=~"back|front",zone!="far"}))"});
}

TEST_CASE("a rule that has a namespace is asked in one") {
    const auto made = promql_of(queries_of("sum(up{<<.LabelMatchers>>})", {"up"}, with_namespace));
    REQUIRE(made.size() == 2);
    CHECK(made[0] == "sum(up{ns=\"default\"})");
    CHECK_THAT(made[1], ContainsSubstring("app=\"sample\"") && ContainsSubstring("ns=\"default\""));
}

TEST_CASE("each series has its query where the rule needs it, and only there") {
    const auto made = queries_of("sum(<<.Series>>{<<.LabelMatchers>>})", {"xa", "xb"}, "", any);
    REQUIRE(made.made.size() == 4);
    CHECK(made.made[0].metric == "xa");
    CHECK(made.made[2].promql == "sum(xb{})");
    CHECK(made.made[2].metric == "xb");
    CHECK(promql_of(queries_of("vector(1)", {"xa", "xb"}, "", any)) == list{"vector(1)"});
    CHECK(queries_of("sum(y{<<.LabelMatchers>>})", {"xa", "xb"}, "", any).made.size() == 2);
}

TEST_CASE("without series the rule's own stands in, else a made-up one") {
    CHECK(promql_of(queries_of("sum(<<.Series>>{<<.LabelMatchers>>})", {})).front() == "sum(up{})");
    CHECK(promql_of(queries_of("sum(<<.Series>>{<<.LabelMatchers>>})", {}, "", any)).front() ==
          "sum(sample_series{})");
}

TEST_CASE("labels whose values the template takes by name are in the selector") {
    for (const auto* taken : {"<<.LabelValuesByName.queue>>", "<<index .LabelValuesByName \"queue\">>",
                              "<<index $.LabelValuesByName `queue`>>"}) {
        INFO(taken);
        const auto made = queries_of(std::string("sum(up{q=\"") + taken + "\"})", {"up"});
        CHECK(made.failures.empty());
        REQUIRE_FALSE(made.made.empty());
        CHECK(made.made.back().promql == "sum(up{q=\"sample\"})");
    }
}

TEST_CASE("a metric that no question can be made for is told with the reason") {
    const auto made =
        queries_of("sum(<<printf \"%.5s\" .Series>>{<<.LabelMatchers>>})", {"x.a", "xb"}, "", any);
    REQUIRE(made.failures.size() == 1);
    CHECK_THAT(made.failures.front(),
               test::StartsWith("no query can be made for the metric x.a: ") && ContainsSubstring("quoted"));
    CHECK(made.made.size() == 2);
}

} // namespace check_sample_queries_test

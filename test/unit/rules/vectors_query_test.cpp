#include "test/support/catch.hpp"
#include "test/unit/rules/defects.hpp"
#include "test/vectors/compare.hpp"
#include "test/vectors/rules_groups.hpp"

namespace vectors_query_test {

namespace {

using namespace barograph::test::vectors;
using barograph::test::check_defects;
using barograph::test::check_recorded;

TEST_CASE("queries are those that prometheus-adapter sends") {
    check_recorded("query", answer_query);
}

TEST_CASE("where prometheus-adapter's query is a fault, ours is better or none") {
    constexpr auto unquoted = "Prometheus would refuse the query; the client hears why before it is sent";
    constexpr auto expression = "a dot in a value means a dot";
    constexpr auto no_resources = "a rule without resources works, and the namespace is no matcher";
    check_defects(
        "query", answer_query,
        {
            {"foreign-key/prefixed", unquoted, R"({"stage":"query"})"},
            {"foreign-key/dash", unquoted, R"({"stage":"query"})"},
            {"foreign-key/digit first", unquoted, R"({"stage":"query"})"},
            {"regex-value/dots in a set", expression,
             R"("build_info{version=~\"1\\\\.0|1\\\\.1\",namespace=\"shop\"}")"},
            {"regex-value/dots in notin", expression, R"("build_info{version!~\"1\\\\.2\\\\.3\"}")"},
            {"resources-template/not a label name", "no label can be called so; found at load",
             R"({"stage":"rules"})"},
            {"resources-absent/namespaced by default", no_resources, R"("queue_depth{}")"},
            {"resources-absent/namespaced stated as true", no_resources,
             R"json("sum(lag{topic=\"a\"})")json"},
            {"resources-absent/only a pod override", no_resources, R"("queue_depth{}")"},
            {"series-utf8/dots", "the name is asked for in a way that every Prometheus reads",
             R"("{__name__=\"http.server.requests\",a=\"b\"}")"},
            {"values-dotted-missing/printed",
             "a label that the selector does not name is never printed into a query", R"({"stage":"query"})"},
            {"empty-query/only a newline from println", "a query that is always empty is found at load",
             R"({"stage":"rules"})"},
        });
}

} // namespace

} // namespace vectors_query_test

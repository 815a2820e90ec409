#include "rules/selector.hpp"
#include "test/support/catch.hpp"
#include "test/unit/metrics/cache_fixture.hpp"

namespace value_cache_rules_test {

using namespace barograph;
using namespace barograph::test;

TEST_CASE_METHOD(cache_fixture,
                 "a query that was made while the rules changed leaves no old rule's value in memory") {
    prometheus.parses_slowly = true;
    const auto early = begin("jobs", "a.b=c");
    CHECK(prometheus.queries.empty());
    run_coroutine(
        context, discovery.replace({rule_of(rule_for("jobs", "avg(jobs{<<.LabelMatchers>>})", "r:1"))}, now));
    prometheus.answer_all();
    turn();
    REQUIRE(prometheus.queries.size() == 1);
    CHECK(prometheus.queries.front().starts_with("sum("));
    prometheus.answer_all();
    turn();

    const metrics::value_request request{
        .metric = "jobs", .ns = "shop", .labels = rules::parse_selector("a.b=c").value(), .deadline = {}};
    const auto live = cache.remembered(request);
    REQUIRE(live != nullptr);
    CHECK(live->recall(now) == nullptr);

    prometheus.value = "2";
    CHECK(ask("jobs", "a.b=c") == 2000);
    CHECK(prometheus.queries.back().starts_with("avg("));
    CHECK(live->recall(now) != nullptr);
}

} // namespace value_cache_rules_test

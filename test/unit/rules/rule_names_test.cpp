#include "rules/rule.hpp"
#include "test/support/catch.hpp"

namespace rule_names_test {

namespace {

using namespace barograph::rules;

rule compiled(std::string series_query, name_spec name = {}, std::vector<series_filter_spec> filters = {}) {
    rule_spec spec;
    spec.series_query = std::move(series_query);
    spec.name = std::move(name);
    spec.series_filters = std::move(filters);
    spec.metrics_query = "<<.Series>>{<<.LabelMatchers>>}";
    return rule::compile(std::move(spec)).value();
}

TEST_CASE("a series is kept if filters, pattern and a name that is not empty agree") {
    const auto rule = compiled("{job=\"x\"}", {"^q_(.*)$", ""}, {{"", "_debug$"}});
    CHECK(rule.keeps("q_depth"));
    CHECK(rule.metric_name("q_depth") == "depth");
    CHECK_FALSE(rule.keeps("q_debug_debug"));
    CHECK_FALSE(rule.keeps("depth"));
    CHECK_FALSE(rule.keeps("q_"));
}

TEST_CASE("a fixed series name is the only series, and gives the only name") {
    for (const auto* const query : {"q_depth", "q_depth{job=\"x\"}", "{__name__=\"q_depth\",job=\"x\"}"}) {
        const auto rule = compiled(query, {"^q_(.*)$", "queue_$1"});
        CHECK(rule.only_series() == "q_depth");
        CHECK(rule.only_name() == "queue_depth");
    }
}

TEST_CASE("a literal `as` is the only name, whichever series there are") {
    const auto rule = compiled("{__name__=~\"^celery_.*\"}", {"", "celery"});
    CHECK_FALSE(rule.only_series());
    CHECK(rule.only_name() == "celery");
}

TEST_CASE("a rule that can give several names, or none, has no only name") {
    CHECK_FALSE(compiled("{job=\"x\"}").only_name());
    CHECK_FALSE(compiled("{job=\"x\"}", {"(.*)_total", ""}).only_name());
    const auto never = compiled("q_depth", {"^celery_", "celery"});
    CHECK(never.only_series() == "q_depth");
    CHECK_FALSE(never.only_name());
    CHECK_FALSE(compiled("q_depth", {}, {{"", "^q_"}}).only_name());
}

TEST_CASE("a copy of a rule is the same rule") {
    const auto original = compiled("q_depth");
    const auto copies = std::vector(2, original);
    CHECK(&copies.back().spec() == &original.spec());
}

} // namespace

} // namespace rule_names_test

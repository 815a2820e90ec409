#include "cli/check/live_collisions.hpp"
#include "test/unit/cli/check/checked_rules.hpp"

namespace check_live_collisions_test {

using namespace barograph;
using list = std::vector<std::string>;

namespace {

list messages(std::string_view yaml, const std::vector<list>& series) {
    const auto rules = test::rules_of(yaml);
    const auto catalogue =
        metrics::catalogue::build(rules, series, std::make_shared<const metrics::name_list>());
    list lines;
    for (const auto& found : cli::find_collisions(rules, series, catalogue)) {
        lines.push_back(std::to_string(found.rule) + ": " + found.message);
    }
    return lines;
}

constexpr const char* two = R"(externalRules:
- {seriesQuery: '{a="1"}', name: {matches: '^.(.*)$'}, metricsQuery: 'sum(<<.Series>>{a="1",<<.LabelMatchers>>})'}
- {seriesQuery: 'bx', name: {as: 'x'}, metricsQuery: 'sum(bx{<<.LabelMatchers>>})'}
)";

} // namespace

TEST_CASE("rules whose names differ do not collide") {
    CHECK(messages(two, {{"ay", "az"}, {"bx"}}).empty());
}

TEST_CASE("of rules that give one name the last that has series is told as the winner") {
    CHECK(
        messages(two, {{"ax", "ay"}, {"bx"}}) ==
        list{"1: the rules in lines 2 and 3 give the metric x; the one in line 3 is used now (expected names "
             "of their own)"});
    CHECK(
        messages(two, {{"ax", "ay"}, {}}) ==
        list{"1: the rules in lines 2 and 3 give the metric x; the one in line 2 is used now (expected names "
             "of their own)"});
}

TEST_CASE("names with the same givers are told together") {
    const std::string rule = R"(- {seriesQuery: '{a="1"}', metricsQuery: 'sum(<<.Series>>{a="1"})'})"
                             "\n";
    const auto found = messages("externalRules:\n" + rule + rule + rule,
                                {{"a", "b", "c", "d"}, {"a", "b", "c", "d"}, {"d"}});
    CHECK(found ==
          list{"1: the rules in lines 2 and 3 give 3 metrics (a, b, c); the one in line 3 is used now "
               "(expected names of their own)",
               "2: the rules in lines 2, 3 and 4 give the metric d; the one in line 4 is used now (expected "
               "names of their own)"});
}

TEST_CASE("series of one rule collide where its query needs one of them") {
    const std::string head =
        R"(externalRules: [{seriesQuery: '{a="1"}', name: {matches: '^(.)', as: '$1'}, )";
    CHECK(messages(head + R"(metricsQuery: 'sum(<<.Series>>{a="1"})'}])", {{"xa", "xb", "ya", "yb"}}) ==
          list{"0: 2 series names (xa, xb) give the one metric x, and only xb is asked for; so it is with 1 "
               "more (expected a name for each series, or a query without <<.Series>>)"});
    CHECK(messages(head + R"(metricsQuery: 'sum(z{a="1"})'}])", {{"xa", "xb"}}).empty());
}

} // namespace check_live_collisions_test

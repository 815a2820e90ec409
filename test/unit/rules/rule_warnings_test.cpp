#include "rules/rule.hpp"
#include "test/support/catch.hpp"

#include <algorithm>

namespace rule_warnings_test {

namespace {

using namespace barograph::rules;

/// The fields that a rule has warnings on.
std::vector<std::string> warned_fields(std::string series_query, std::string metrics_query,
                                       name_spec name = {}) {
    rule_spec spec;
    spec.series_query = std::move(series_query);
    spec.metrics_query = std::move(metrics_query);
    spec.name = std::move(name);
    std::vector<std::string> fields;
    const auto compiled = rule::compile(std::move(spec)).value();
    std::ranges::transform(compiled.warnings(), std::back_inserter(fields), &rule_problem::field);
    return fields;
}

using fields = std::vector<std::string>;

TEST_CASE("an ordinary rule has no warnings") {
    CHECK(warned_fields("{job=\"x\"}", "sum(<<.Series>>{job=\"x\",<<.LabelMatchers>>})").empty());
}

TEST_CASE("a query that ignores the selector is warned of") {
    CHECK(warned_fields("up", "avg(up)") == fields{"metricsQuery"});
    CHECK(warned_fields("up", "up{q=\"<<index .LabelValuesByName \"q\">>\"}").empty());
}

TEST_CASE("a matcher of seriesQuery that does not reach metricsQuery is warned of") {
    CHECK(warned_fields("up{job=\"x\"}", "sum(<<.Series>>{<<.LabelMatchers>>})") == fields{"metricsQuery"});
    CHECK(warned_fields("up{job=\"x\"}", "sum(<<.Series>>{job=\"x\",<<.LabelMatchers>>})").empty());
    CHECK(warned_fields("up{job=\"x\"}", "sum by (job) (<<.Series>>{<<.LabelMatchers>>})").empty());
    CHECK(
        warned_fields("up{job=\"x\"}", "label_replace(up{<<.LabelMatchers>>},\"a\",\"$1\",\"job\",\"(.*)\")")
            .empty());
    CHECK(warned_fields("up{jo=\"x\"}", "sum by (job) (up{<<.LabelMatchers>>})") == fields{"metricsQuery"});
    CHECK(warned_fields("{__name__=~\"up.*\"}", "sum(<<.Series>>{<<.LabelMatchers>>})").empty());
}

TEST_CASE("a rule that refuses its only series is warned of") {
    CHECK(warned_fields("up", "<<.Series>>{<<.LabelMatchers>>}", {"^down$", ""}) == fields{"seriesQuery"});
}

TEST_CASE("a group reference that gives nothing is warned of") {
    CHECK(warned_fields("{a=\"b\"}", "<<.Series>>{a=\"b\",<<.LabelMatchers>>}", {"^(.*)_sum$", "n_$1_x"}) ==
          fields{"name.as"});
}

TEST_CASE("a template that is called without data and prints it is warned of") {
    CHECK(warned_fields("up", "<<define \"a\">><<.>><<end>>x{<<.LabelMatchers>>}<<template \"a\">>") ==
          fields{"metricsQuery"});
}

} // namespace

} // namespace rule_warnings_test

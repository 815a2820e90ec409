#include "rules/template_data.hpp"
#include "test/support/catch.hpp"

namespace template_trial_test {

namespace {

using namespace barograph::rules;

templates::program::trial tried(std::string_view text) {
    return templates::program::compile(text, "test").value().try_out(representative_query_data());
}

bool fails_always(std::string_view text) {
    const auto trial = tried(text);
    return !trial.result && trial.result.error().certain;
}

TEST_CASE("a failure that only types decide happens with all data") {
    for (const auto* const text :
         {"<<.Nope>>", "<<len 1>>", "<<eq .Series 1>>", "<<index .LabelValuesByName 1>>",
          "<<slice \"abc\" 5>>", "<<index .GroupBySlice 0>>", "<<if .GroupBy>><<else>><<len 1>><<end>>",
          "<<with \"x\">><<.y>><<end>>", "<<range 2>><<len .>><<end>>"}) {
        INFO(text);
        CHECK(fails_always(text));
    }
}

TEST_CASE("a failure that content decides, or that a condition on it leads to, does not") {
    for (const auto* const text :
         {"<<index .Series 500>>", "<<slice .LabelMatchers 500>>", "<<if .Series>><<len 1>><<end>>",
          "<<with .LabelMatchers>><<.x>><<end>>", "<<range .LabelValuesByName>><<len 1>><<end>>",
          "<<len (or .Series 1)>><<len (and .Series 1)>>", "<<eq .Series .Series 1>><<eq .Series \"x\" 1>>",
          "<<$x := 1>><<if .Series>><<$x = 2>><<end>><<len $x>>", "<<len .LabelValuesByName.q.x>>",
          "<<lt .LabelValuesByName.q 1>>"}) {
        INFO(text);
        CHECK_FALSE(tried(text).result);
        CHECK_FALSE(fails_always(text));
    }
}

TEST_CASE("after a branch on data that assigns nothing, failures are certain again") {
    CHECK(fails_always("<<if .Series>>x<<end>><<len 1>>"));
    CHECK(fails_always("<<range .LabelValuesByName>>x<<end>><<len 1>>"));
}

TEST_CASE("whether the text depends on the data is known") {
    for (const auto* const text :
         {"<<.Series>>", "<<len .LabelMatchers>>", "<<if .LabelValuesByName>><<end>>x",
          "<<range .LabelValuesByName>><<end>>", "<<printf \"%s\" .Series>>"}) {
        INFO(text);
        CHECK(tried(text).depends_on_data);
    }
    for (const auto* const text :
         {"x", "<<.GroupBy>>", "<<if .GroupBySlice>>x<<end>>", "<<printf \"%d\" 1>>"}) {
        INFO(text);
        CHECK_FALSE(tried(text).depends_on_data);
    }
}

} // namespace

} // namespace template_trial_test

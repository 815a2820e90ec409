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

TEST_CASE("what is assigned inside a branch on data is not certain, however deep it is") {
    for (const auto* const text : {
             "<<$x := 1>><<if .Series>><<if 1>><<$x = 2>><<end>><<end>><<len $x>>",
             "<<$x := 1>><<if .Series>>a<<else>><<range 1>><<$x = 2>><<end>><<end>><<len $x>>",
             "<<$x := 1>><<if .Series>><<print ($x = 2)>><<end>><<len $x>>",
             "<<$x := 1>><<if .Series>><<print 1 | print (print ($x = 2))>><<end>><<len $x>>",
             "<<define \"m\">><<end>><<$x := 1>><<if .Series>><<template \"m\" $x = 2>><<end>><<len $x>>",
             "<<$x := 1>><<with $x = .Series>><<end>><<len $x>><<len 1>>",
             "<<if .Series>><<if .LabelMatchers>>x<<end>><<len 1>><<end>>",
             "<<printf \"%1000000s%1000000s\" .Series .Series>>",
         }) {
        INFO(text);
        CHECK_FALSE(tried(text).result);
        CHECK_FALSE(fails_always(text));
    }
    for (const auto* const text : {
             "<<if .Series>><<print (1)>><<end>><<len 1>>",
             "<<if .Series>><<if 1>>x<<end>><<end>><<len 1>>",
             "<<$x := \"a\">><<if 1>><<$x = 2>><<end>><<len $x>>",
             "<<define \"m\">><<end>><<if .Series>><<template \"m\" 1>><<template \"m\">><<end>><<len 1>>",
             "<<range .LabelValuesByName>><<$y := 1>><<break>><<end>><<len 1>>",
         }) {
        INFO(text);
        CHECK(fails_always(text));
    }
}

TEST_CASE("what is chosen among constants depends on no data, and is certain") {
    CHECK_FALSE(tried("<<or 0 1>><<and 1 2>>").depends_on_data);
    CHECK(fails_always("<<len (or 0 1)>>"));
    CHECK(fails_always("<<len (and 1 2)>>"));
    CHECK(tried("<<or .Series 1>>").depends_on_data);
    CHECK(tried("<<and 1 .Series>>").depends_on_data);
    CHECK(tried("<<and .Series \"x\">>").depends_on_data);
    CHECK(tried("<<.Series | or 0>>").depends_on_data);
    CHECK(tried("<<1 | and .Series>>").depends_on_data);
}

TEST_CASE("one branch on data is enough, whatever follows it") {
    CHECK(tried("<<if .Series>><<end>><<if 1>>x<<end>>").depends_on_data);
    CHECK(tried("<<if .Series>><<end>><<1>>").depends_on_data);
}

} // namespace

} // namespace template_trial_test

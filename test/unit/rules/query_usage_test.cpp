#include "rules/query_usage.hpp"
#include "rules/template/parser.hpp"
#include "test/support/catch.hpp"

namespace query_usage_test {

namespace {

using namespace barograph::rules;

query_usage usage(std::string_view text) {
    return usage_of(templates::parse(text, "metrics-query").value());
}

TEST_CASE("fields are found wherever they stand") {
    CHECK(usage("<<.Series>>").series);
    CHECK_FALSE(usage("<<.Series>>").matchers);
    CHECK(usage("<<if eq (len .LabelMatchers) 0>>a<<end>>").matchers);
    CHECK(usage("<<range $k, $v := .LabelValuesByName>><<end>>").values);
    CHECK(usage("<<define \"a\">><<$.Series>><<end>><<template \"a\" .>>").series);
    CHECK(usage("<<$d := .>><<$d.LabelMatchers>>").matchers);
    CHECK_FALSE(usage("avg(x)").series);
}

TEST_CASE("a template that uses all data at once uses each part") {
    for (const auto* const text :
         {"<<.>>", "<<printf \"%v\" $>>", "<<if .GroupBy>><<.>><<end>>", "<<with $x := .>><<end>>"}) {
        INFO(text);
        CHECK(usage(text).series);
        CHECK(usage(text).matchers);
        CHECK(usage(text).values);
    }
}

TEST_CASE("the dot inside with and range, or handed on to a template, is not all data") {
    for (const auto* const text :
         {"<<range .LabelValuesByName>><<.>><<end>>", "<<with .LabelValuesByName>><<.>><<end>>",
          "<<define \"a\">><<.LabelValuesByName>><<end>><<template \"a\" .>>"}) {
        INFO(text);
        CHECK_FALSE(usage(text).series);
        CHECK(usage(text).values);
    }
}

TEST_CASE("a series name that is only printed can be told from one that is computed with") {
    CHECK(usage("<<.Series>> / <<$.Series>>").series_only_printed);
    CHECK(usage("<<if .GroupBy>><<.Series>><<end>>").series_only_printed);
    for (const auto* const text : {"<<slice .Series 1>>", "<<$s := .Series>><<$s>>", "<<if .Series>>x<<end>>",
                                   "<<.Series | printf \"%s\">>", "<<(.Series)>>", "<<.>>"}) {
        INFO(text);
        CHECK_FALSE(usage(text).series_only_printed);
    }
}

TEST_CASE(
    "data that are handed on whole are looked at where they are used, parts of them where they are named") {
    const auto handed_on = [](const std::string& argument) {
        return usage("<<define \"a\">><<.LabelValuesByName>><<end>><<$d := 1>><<template \"a\" " + argument +
                     ">>");
    };
    for (const auto* const whole : {".", "$", "$d"}) {
        INFO(whole);
        CHECK(handed_on(whole).values);
        CHECK_FALSE(handed_on(whole).series);
    }
    for (const auto* const part :
         {"$.Series", ".Series", "print .Series", "(.Series)", "$x := .Series", ".Series | len"}) {
        INFO(part);
        CHECK(handed_on(part).series);
        CHECK_FALSE(handed_on(part).series_only_printed);
    }
}

} // namespace

} // namespace query_usage_test

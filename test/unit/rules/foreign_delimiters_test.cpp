#include "rules/foreign_delimiters.hpp"
#include "test/support/catch.hpp"

namespace foreign_delimiters_test {

namespace {

using namespace barograph::rules;

TEST_CASE("Go's own delimiters are found where they would begin an action") {
    CHECK(foreign_delimiter("sum({{.Series}})") == 4);
    for (const auto* const text : {"{{ .Series }}", "x{{{.LabelMatchers}}}", "{{- if .GroupBy}}", "{{$x}}",
                                   "{{printf \"a\"}}", "<<.Series>>{{ .LabelMatchers }}", "{{end}}"}) {
        INFO(text);
        CHECK(foreign_delimiter(text));
    }
}

TEST_CASE("other braces, and braces in strings, comments and actions, are none") {
    for (const auto* const text : {"x{a=\"b\"}", "label_replace(x, \"a\", \"{{.Series}}\", \"b\", \"c\")",
                                   "x # {{.Series}}", "<<\"{{.Series}}\">>", "a {{ b }}", "x{ {.y"}) {
        INFO(text);
        CHECK_FALSE(foreign_delimiter(text));
    }
}

TEST_CASE("a brace alone is none, whatever follows it") {
    for (const auto* const text : {"x{ end=\"1\"}", "x{\"if\"}", "{{", "{{}}"}) {
        INFO(text);
        CHECK_FALSE(foreign_delimiter(text));
    }
}

TEST_CASE(
    "what stands in an action is no foreign delimiter, and what stands behind it is told by its place") {
    CHECK_FALSE(foreign_delimiter("<<{{.Series}}>>"));
    CHECK(foreign_delimiter("<<.Series>>{{(.Series)}}") == 11);
}

} // namespace

} // namespace foreign_delimiters_test

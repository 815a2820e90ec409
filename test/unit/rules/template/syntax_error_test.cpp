#include "rules/template/program.hpp"
#include "test/support/catch.hpp"

#include <vector>

namespace template_syntax_error_test {

namespace {

using namespace barograph::rules::templates;
using barograph::test::ContainsSubstring;

struct mistake {
    std::string_view text;
    std::size_t offset;
    std::string_view message;
};

void check_all(const std::vector<mistake>& mistakes) {
    for (const auto& [text, offset, message] : mistakes) {
        INFO(text);
        const auto compiled = program::compile(text, "test");
        REQUIRE_FALSE(compiled);
        CHECK(compiled.error().offset == offset);
        CHECK_THAT(compiled.error().message, ContainsSubstring(std::string(message)));
    }
}

TEST_CASE("words that do not end are refused") {
    check_all({
        {"sum(<<.Series", 4, "unclosed action"},
        {"<<\"a>>", 2, "unterminated string"},
        {"<<\"a\n\">>", 2, "unterminated string"},
        {"<<\"a\\\n\">>", 2, "unterminated string"},
        {"<<`a>>", 2, "unterminated raw string"},
        {"<<'a>>", 2, "unterminated character constant"},
        {"<<(1>>", 4, "unclosed left parenthesis"},
        {"<<1)>>", 3, "unexpected right parenthesis"},
    });
}

TEST_CASE("words that are none are refused") {
    check_all({
        {"<<1x>>", 2, "bad number"},
        {"<<1+2>>", 2, "bad number"},
        {"<<1+2x>>", 2, "bad number"},
        {"<<.a&b>>", 4, "bad character"},
        {"<<a\"b\">>", 3, "bad character"},
        {"<<\x01>>", 2, "a character that no action can hold"},
        {"<<€>>", 2, "a character that no action can hold"},
        {"<<1 : 1>>", 4, "expected :="},
        {"<<\x7f>>", 2, "a character that no action can hold"},
        {"<<0o18>>", 2, "bad number"},
        {"<<0b12>>", 2, "bad number"},
        {"<<0o1e1>>", 2, "bad number"},
        {"<<1p1>>", 2, "bad number"},
        {"<<\"\\d\">>", 2, "an escape that Go does not know"},
        {"<<99999999999999999999>>", 2, "integer overflow"},
    });
}

TEST_CASE("actions that make no sense are refused") {
    check_all({
        {"<<>>", 2, "missing value for an action"},
        {"<<if>>x<<end>>", 4, "missing value for if"},
        {"<<()>>", 3, "missing value for parentheses"},
        {"<<| .a>>", 2, "unexpected |"},
        {"<<.a & 1>>", 5, "unexpected &; expected a space, | or >>"},
        {"<<$ & 1>>", 4, "unexpected &"},
        {"<<~>>", 2, "unexpected ~"},
        {"<<.a | .>>", 7, "a constant cannot take"},
        {"<<.a | nil>>", 7, "a constant cannot take"},
        {"<<1 | | 2>>", 6, "unexpected |"},
        {"<<upper.x>>", 2, "function \"upper\" is not defined"},
        {"<<($x, $y := .List)>>", 5, "too many variables"},
        {"<<define \"test\">>1<<end>>x", 0, "defined twice"},
        {"<<.a | 1>>", 7, "a constant cannot take"},
        {"<<1.a>>", 2, "bad number"},
        {"<<true.a>>", 6, "a constant has no fields"},
        {"<<upper .a>>", 2, "function \"upper\" is not defined"},
        {"<<.a | default \"x\">>", 7, "function \"default\" is not defined"},
        {"<<$x>>", 2, "undefined variable $x"},
        {"<<$x, $y := .a>>", 4, "too many variables"},
        {"<<range $x, $y, $z := .a>><<end>>", 14, "too many variables"},
        {"<<range $x, 1 := .a>><<end>>", 12, "expected the second variable"},
        {"<<template x>>", 11, "expected a name in quotes"},
        {"<<define \"x\" 1>><<end>>", 13, "expected >> after define"},
        {"<<define x>><<end>>", 9, "expected a name in quotes after define"},
        {"<<block x>><<end>>", 8, "expected a name in quotes after block"},
        {"<<block \"b\">>x<<end>>", 11, "missing value for block"},
        {"<<block \"b\" | 1>>x<<end>>", 12, "unexpected |"},
        {"<<block \"b\" 1>>x", 2, "expected <<end>> for this block"},
        {"<<block \"b\" 1>>x<<else>>y<<end>>", 18, "unexpected <<else>>; expected <<end>>"},
        {"<<template \"\\d\">>", 11, "an escape that Go does not know"},
        {"<<template \"x\" | 1>>", 15, "unexpected |"},
        {"<<if ->>x<<end>>", 6, "missing value for if"},
        {"<<range $x, >><<end>>", 8, "missing value for range"},
    });
}

TEST_CASE("actions that begin or end nothing are refused") {
    check_all({
        {"x<<end>>", 3, "unexpected <<end>>"},
        {"<<else>>", 2, "unexpected <<else>>"},
        {"<<if 1>>x", 2, "expected <<end>> for this if"},
        {"a<<range .x>>x<<else>>", 3, "expected <<end>> for this range"},
        {"<<define \"x\">>", 2, "expected <<end>> for this define"},
        {"<<if 1>><<else>><<else>><<end>>", 18, "unexpected <<else>>; expected <<end>>"},
        {"<<if 1>><<else with 1>><<end>>", 15, "unexpected else with in if"},
        {"<<range 1>><<else if 1>><<end>>", 18, "unexpected else if in range"},
        {"<<if 1>><<end if>>", 14, "expected >> after end"},
        {"<<if 1>><<else 1>><<end>>", 15, "expected >> after else"},
        {"<<if 1>><<end 1>>", 14, "expected >> after end"},
        {"<<if 1>><<define \"x\">><<end>><<end>>", 10, "unexpected define"},
        {"<<break>>", 2, "<<break>> outside of a range"},
        {"<<range 1>><<break 1>><<end>>", 19, "expected >> after break"},
        {"<<if 1>><<break>><<end>>", 10, "<<break>> outside of a range"},
        {"<<range 1>><<end>><<if 1>><<continue>><<end>>", 28, "<<continue>> outside of a range"},
        {"<<range 1>><<else>><<continue>><<end>>", 21, "<<continue>> outside of a range"},
        {"<<range 1>><<block \"x\" .>><<break>><<end>><<end>>", 28, "<<break>> outside of a range"},
    });
}

TEST_CASE("what makes no word is told as it is, without what was expected there") {
    CHECK(program::compile("sum(<<.Series", "test").error().message == "unclosed action; expected >>");
}

} // namespace

} // namespace template_syntax_error_test

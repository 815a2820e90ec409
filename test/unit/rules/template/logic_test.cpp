#include "test/support/catch.hpp"
#include "test/unit/rules/template/run.hpp"

namespace template_logic_test {

namespace {

using barograph::test::ContainsSubstring;
using barograph::test::run;

TEST_CASE("false are false, zeros and what is empty") {
    for (const auto* const nothing : {"false", "0", "0.0", "0i", ".Empty", ".EmptyMap", ".EmptyList",
                                      ".Map.nope", "\"\"", "index \"\\x00\" 0"}) {
        INFO(nothing);
        CHECK(run("<<if " + std::string(nothing) + ">>a<<else>>b<<end>>") == "b");
    }
    for (const auto* const something : {"true", "1", "-0.5", "1i", ".Text", ".Map", ".List", ".", "'a'",
                                        "index \"\\x01\" 0", "index \"a\" 0"}) {
        INFO(something);
        CHECK(run("<<if " + std::string(something) + ">>a<<else>>b<<end>>") == "a");
    }
}

TEST_CASE("an if may have no else, or a chain of them") {
    CHECK(run("a<<if .Empty>>b<<end>>c") == "ac");
    CHECK(run("<<if .Empty>>1<<else if .Text>>2<<else>>3<<end>>") == "2");
    CHECK(run("<<if .Empty>>1<<else if .EmptyMap>>2<<else>>3<<end>>") == "3");
}

TEST_CASE("with moves the dot, but not the dollar") {
    CHECK(run("<<with .Nested>><<.Text>>/<<$.Text>><<end>>") == "inner/queue_depth");
    CHECK(run("<<with .Empty>>x<<else>><<.Text>><<end>>") == "queue_depth");
    CHECK(run("<<with $m := .Map>><<.a>><<$m.b>><<end>>") == "12");
    CHECK(run("<<with .Empty>>x<<else with .Map>><<.a>><<else>>y<<end>>") == "1");
}

TEST_CASE("and and or give the argument that decides, and look no further") {
    CHECK(run("<<and true .Text>> <<or .Empty \"x\">> <<not .Empty>> <<not .Text>>") ==
          "queue_depth x true false");
    CHECK(run("<<or .Text (index .EmptyList 0)>>") == "queue_depth");
    CHECK(run("<<and .Empty (index .EmptyList 0)>>.") == ".");
    CHECK(run("<<.Text | and 1>> <<.Text | or 0>> <<.Text | or 7>>") == "queue_depth queue_depth 7");
}

TEST_CASE("functions want as many arguments as they have parameters") {
    for (const auto* const call :
         {"index", "not", "not 1 2", "eq", "lt 1", "lt 1 2 3", "and", "or", "len", "slice", "printf", "call",
          "le 1 2 3", "ne 1 2 3", "ge 1 2 3", "gt 1 2 3", "len 1 2", "le 1", "gt 1"}) {
        INFO(call);
        CHECK_THAT(run("<<" + std::string(call) + ">>"), ContainsSubstring("wrong number of arguments"));
    }
    CHECK(run("<<print>><<html>><<js>><<urlquery>>.<<println>>") == ".\n");
    CHECK_THAT(run("<<index>>"), ContainsSubstring("for index: expected at least 1, found 0"));
    CHECK_THAT(run("<<len 1 2>>"), ContainsSubstring("for len: expected 1, found 2"));
}

TEST_CASE("nothing can be called") {
    CHECK_THAT(run("<<call .Text>>"), ContainsSubstring("non-function of type string"));
    CHECK_THAT(run("<<call nil>>"), ContainsSubstring("call of nil"));
    CHECK_THAT(run("<<call .Text 1>>"), ContainsSubstring("non-function of type string"));
}

TEST_CASE("an argument of and or or that fails is the failure of the whole") {
    CHECK_THAT(run("<<or (index .List 9) 1>>"), ContainsSubstring("index out of range: 9"));
    CHECK_THAT(run("<<and 1 (index .List 9)>>"), ContainsSubstring("index out of range: 9"));
}

} // namespace

} // namespace template_logic_test

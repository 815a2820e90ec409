#include "test/support/catch.hpp"
#include "test/unit/rules/template/run.hpp"

namespace template_white_space_test {

namespace {

using barograph::test::ContainsSubstring;
using barograph::test::run;

TEST_CASE("white space inside an action means nothing, line breaks included") {
    CHECK(run("<<   .Text\t>>") == "queue_depth");
    CHECK(run("<<index\n  .Map\r\n\"a\">>") == "1");
}

TEST_CASE("trim markers remove the white space beside an action") {
    CHECK(run("a \n<<- .Map.a ->> \t b") == "a1b");
    CHECK(run("a <<- .Map.a>> b") == "a1 b");
    CHECK(run("a <<.Map.a \n ->> b") == "a 1b");
    CHECK(run("a <<.Map.a ->> b") == "a 1b");
    CHECK(run("<<if true ->>  x  <<- end>>.") == "x.");
}

TEST_CASE("a minus without white space is part of a number, or a mistake") {
    CHECK(run("x<<-3>>y<<- 3>>z") == "x-3y3z");
    CHECK_THAT(run("<<.Text->> x"), ContainsSubstring("bad character"));
}

TEST_CASE("comments leave nothing behind") {
    CHECK(run("a<</* << not >> an action */>>b") == "ab");
    CHECK(run("a <<- /* x */ ->> b") == "ab");
    CHECK(run("<</**/>><</* a */>>") == "");
    CHECK(run("<</**/>>x") == "x");
    CHECK(run("<</*/ */>>x") == "x");
    CHECK_THAT(run("<</*/>>x"), ContainsSubstring("unclosed comment"));
}

TEST_CASE("a comment fills its action") {
    CHECK_THAT(run("<</* x >>"), ContainsSubstring("unclosed comment"));
    CHECK_THAT(run("<</* x */ 1>>"), ContainsSubstring("ends before the action does"));
    CHECK_THAT(run("<< /* x */>>"), ContainsSubstring("unexpected /"));
}

TEST_CASE("delimiters inside texts are text") {
    CHECK(run("a<<\"<<\">>b<<`>>`>>") == "a<<b>>");
}

} // namespace

} // namespace template_white_space_test

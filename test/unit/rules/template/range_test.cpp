#include "test/support/catch.hpp"
#include "test/unit/rules/template/run.hpp"

namespace template_range_test {

namespace {

using barograph::test::ContainsSubstring;
using barograph::test::run;

TEST_CASE("a range over a list goes by index, over a map by sorted key, over a number from zero") {
    CHECK(run("<<range .List>>[<<.>>]<<end>>") == "[x][y][z]");
    CHECK(run("<<range $i, $v := .List>><<$i>>=<<$v>> <<end>>") == "0=x 1=y 2=z ");
    CHECK(run("<<range .Map>>[<<.>>]<<end>>") == "[1][2]");
    CHECK(run("<<range $k, $v := .Map>><<$k>>=<<$v>> <<end>>") == "a=1 b=2 ");
    CHECK(run("<<range $v := .Map>><<$v>><<end>>") == "12");
    CHECK(run("<<range 3>><<.>><<end>>/<<range $i := 2>><<$i>><<end>>") == "012/01");
}

TEST_CASE("a range over nothing takes the else") {
    for (const auto* const nothing : {".EmptyList", ".EmptyMap", ".Map.nope", "0", "-1"}) {
        INFO(nothing);
        CHECK(run("<<range " + std::string(nothing) + ">>x<<else>>none<<end>>") == "none");
    }
    CHECK(run("<<range $k, $v := .EmptyMap>>x<<else>><<$v>><<end>>") == "map[]");
}

TEST_CASE("a range over anything else is an error") {
    for (const auto* const other : {".Text", "true", "1.5", "."}) {
        INFO(other);
        CHECK_THAT(run("<<range " + std::string(other) + ">>x<<end>>"),
                   ContainsSubstring("range can't go over"));
    }
    CHECK_THAT(run("<<range $i, $v := 3>>x<<end>>"), ContainsSubstring("one variable"));
}

TEST_CASE("a range may assign to variables that are declared outside") {
    CHECK(run("<<$last := \"\">><<range $last = .List>><<end>><<$last>>") == "z");
    CHECK(run("<<$k := 0>><<$v := 0>><<range $k, $v = .Map>><<end>><<$k>><<$v>>") == "b2");
    CHECK(run("<<$n := 0>><<range .List>><<$n = print $n .>><<end>><<$n>>") == "0xyz");
}

TEST_CASE("break ends the innermost range, continue its round") {
    CHECK(run("<<range .List>><<if eq . \"y\">><<break>><<end>><<.>><<end>>") == "x");
    CHECK(run("<<range .List>><<if eq . \"y\">><<continue>><<end>><<.>><<end>>") == "xz");
    CHECK(run("<<range 2>><<range 3>><<if eq . 1>><<break>><<end>><<.>><<end>>;<<end>>") == "0;0;");
    CHECK(run("<<range 2>><<range .EmptyList>><<else>><<break>><<end>>.<<end>>") ==
          "error: .EmptyList is asked of a int, which has no fields");
    CHECK(run("<<range 2>><<range $.EmptyList>><<else>><<break>><<end>>.<<end>>") == "..");
    CHECK(run("<<range 2>><<range $.EmptyList>><<else>><<continue>><<end>>.<<end>>") == "");
    for (const auto* const many : {"$.List", "$.Map", "3"}) {
        INFO(many);
        CHECK(run("<<range 2>><<range " + std::string(many) + ">><<break>><<end>>a<<end>>") == "aa");
    }
    CHECK(run("<<range 2>><<if 1>><<end>><<break>><<end>>ok") == "ok");
}

TEST_CASE("variables of a range end with it") {
    CHECK_THAT(run("<<range $k, $v := .Map>><<end>><<$k>>"), ContainsSubstring("undefined variable $k"));
    CHECK(run("<<$x := 1>><<range .List>><<$x := .>><<end>><<$x>>") == "1");
    CHECK(run("<<range $i, $i := .List>><<$i>><<end>>") == "xyz"); // the second of one name hides the first
}

TEST_CASE("a failure in a range, or in its else, is the failure of the whole") {
    for (const auto* const many : {".List", ".Map", "3"}) {
        INFO(many);
        CHECK_THAT(run("<<range " + std::string(many) + ">><<index 1 1>><<else>>none<<end>>"),
                   ContainsSubstring("can't index item"));
    }
    CHECK_THAT(run("<<range .EmptyList>><<else>><<index 1 1>><<end>>"),
               ContainsSubstring("can't index item"));
    CHECK_THAT(run("<<range $x = .List>><<end>>"), ContainsSubstring("nowhere declared"));
    CHECK_THAT(run("<<$v := 1>><<range $k, $v = .List>><<end>>"), ContainsSubstring("nowhere declared"));
    CHECK_THAT(run("<<$k := 1>><<range $k, $v = .List>><<end>>"), ContainsSubstring("nowhere declared"));
}

TEST_CASE("a range over something takes no else, and each round has its own variables") {
    CHECK(run("<<range .List>><<.>><<else>>none<<end>>") == "xyz");
    CHECK(run("<<range $i, $v := .List>><<$i>><<$v>><<$y := 9>><<end>>") == "0x1y2z");
    CHECK(run("<<$a := 1>><<$b := 2>><<range $a = .List>><<end>><<$a>><<$b>>") == "z2");
}

} // namespace

} // namespace template_range_test

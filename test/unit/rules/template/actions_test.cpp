#include "test/support/catch.hpp"
#include "test/unit/rules/template/run.hpp"

namespace template_actions_test {

namespace {

using barograph::test::ContainsSubstring;
using barograph::test::run;

TEST_CASE("text outside of actions stays as it is") {
    CHECK(run("") == "");
    CHECK(run("a < b > c {{x}} \"é\"\n") == "a < b > c {{x}} \"é\"\n");
}

TEST_CASE("fields are printed, also those of fields, of the dollar and of parentheses") {
    CHECK(run("<<.Text>>/<<.Nested.Text>>/<<$.Text>>/<<(.Nested).Text>>/<<.Map.a>>") ==
          "queue_depth/inner/queue_depth/inner/1");
}

TEST_CASE("a field that is not there is an error, a key of a map is none") {
    CHECK_THAT(run("<<.Nope>>"), ContainsSubstring("unknown field .Nope; expected one of .Text, .Empty"));
    CHECK_THAT(run("<<.Text.x>>"), ContainsSubstring("is asked of a string"));
    CHECK_THAT(run("<<.Nope.x.y>>"), ContainsSubstring("unknown field .Nope;"));
    CHECK(run("<<if .Map.nope>>a<<else>>b<<end>>") == "b");
    CHECK_THAT(run("<<.Map.nope>>"), ContainsSubstring("does not name the label nope"));
}

TEST_CASE("a point before a digit begins a number") {
    CHECK(run("<<.5>>|<<printf \"%.2f\" .25>>") == "0.5|0.25");
}

TEST_CASE("a number is read in each of Go's ways to write one") {
    CHECK(run("<<0x1F>> <<0xaB>> <<0x.8p1>> <<0b11>> <<0o17>> <<0x1p-2>> <<0X1FP+2>> <<1e3>> <<1E3>> "
              "<<0xep1>>") == "31 171 1 3 15 0.25 124 1000 1000 28");
    CHECK(run("<<0.123456789>> <<1_000>> <<-1+2i>>") == "0.123456789 1000 (-1+2i)");
    CHECK(run("<<+1>> <<$x :=1>><<$x>>") == "1 1");
    CHECK_THAT(run("<<1x+2i>>"), ContainsSubstring("bad number"));
}

TEST_CASE("names have letters, digits and underscores, and letters of any script") {
    CHECK(run("<<$a_1 := 2>><<$a_1>> <<$Az_9 := 3>><<$Az_9>> <<$_ := 4>><<$_>> <<$é٣ := 5>><<$é٣>>") ==
          "2 3 4 5");
    CHECK_THAT(run("<<AZ>>"), ContainsSubstring("function \"AZ\" is not defined"));
}

TEST_CASE("a function that is an argument is called, and has no fields but its result's") {
    CHECK(run("<<print \"a\" print \"b\">>") == "ab");
    CHECK_THAT(run("<<print.x \"a\">>"), ContainsSubstring(".x is asked of a string, which has no fields"));
    CHECK_THAT(run("<<print.x>>"), ContainsSubstring(".x is asked of a string, which has no fields"));
}

TEST_CASE("a field takes no arguments") {
    CHECK_THAT(run("<<.Text 1>>"), ContainsSubstring(".Text takes no arguments"));
    CHECK_THAT(run("<<.Map.a 1>>"), ContainsSubstring(".a takes no arguments"));
    CHECK_THAT(run("<<1 | .Text>>"), ContainsSubstring(".Text takes no arguments"));
    CHECK_THAT(run("<<1 2>>"), ContainsSubstring("no function"));
    CHECK_THAT(run("<<nil>>"), ContainsSubstring("nil is not a command"));
}

TEST_CASE("a pipeline hands its result on as the last argument") {
    CHECK(run("<<.Text | printf \"%s_%s\" \"max\">>") == "max_queue_depth");
    CHECK(run("<<\"a\" | index .Map | printf \"%s%s\" .Text | len>>") == "12");
    CHECK(run("<<.Text | >>") == "queue_depth");
}

TEST_CASE("parentheses group, and may hold a pipeline") {
    CHECK(run("<<printf \"%s-%d\" (slice .Text 0 2) (.Text | len)>>") == "qu-11");
    CHECK(run("<<(((.Text)))>>") == "queue_depth");
}

TEST_CASE("variables are declared, assigned and shadowed") {
    CHECK(run("<<$x := 1>><<$x>>") == "1");
    CHECK(run("<<$x := 1>><<$x = \"a\">><<$x>>") == "a");
    CHECK(run("<<$x := 1>><<if true>><<$x := 2>><<$x>><<end>><<$x>>") == "21");
    CHECK(run("<<$x := 1>><<if true>><<$x = 2>><<end>><<$x>>") == "2");
    CHECK(run("<<$n := .Nested>><<$n.Text>>") == "inner");
    CHECK(run("<<($x := 3)>><<$x>>") == "33");
    CHECK_THAT(run("<<$x := $x>>"), ContainsSubstring("variable $x has no value yet"));
    CHECK_THAT(run("<<$x = 1>>"), ContainsSubstring("nowhere declared"));
}

TEST_CASE("whole values are printed as Go prints them") {
    CHECK(run("<<.Map>>") == "map[a:1 b:2]");
    CHECK(run("<<.List>> <<.EmptyList>> <<.EmptyMap>>") == "[x y z] [] map[]");
    CHECK(run("<<.>>") == "{queue_depth  map[a:1 b:2] map[] [x y z] [] {inner}}");
    CHECK(run("<<true>> <<'a'>> <<1.50>> <<2i>>") == "true 97 1.5 (0+2i)");
}

} // namespace

} // namespace template_actions_test

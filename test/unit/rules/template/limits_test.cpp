#include "test/support/catch.hpp"
#include "test/unit/rules/template/run.hpp"

namespace template_limits_test {

namespace {

using barograph::test::ContainsSubstring;
using barograph::test::run;

std::string repeat(std::size_t count, std::string_view text) {
    std::string out;
    while (count-- > 0)
        out += text;
    return out;
}

TEST_CASE("an endless recursion ends with an error") {
    CHECK_THAT(run("<<define \"x\">><<template \"x\">><<end>><<template \"x\">>"),
               ContainsSubstring("nest more than"));
    CHECK_THAT(run("<<template \"test\">>"), ContainsSubstring("nest more than"));
    CHECK_THAT(
        run("<<define \"x\">><<if 1>><<with 1>><<template \"x\">><<end>><<end>><<end>><<template \"x\">>"),
        ContainsSubstring("nest more than"));
}

TEST_CASE("a template that goes on and on ends with an error") {
    CHECK_THAT(run("<<range 1000000000>><<end>>"), ContainsSubstring("does not end"));
    CHECK_THAT(run("<<range 100>><<range 100>><<range 100>>x<<end>><<end>><<end>>"),
               ContainsSubstring("does not end"));
}

TEST_CASE("texts do not grow without end") {
    CHECK_THAT(run("<<$x := \"aaaaaaaaaa\">><<range 100>><<$x = print $x $x>><<end>>"),
               ContainsSubstring("longer than"));
    CHECK_THAT(run("<<printf \"%1000000d%1000000d\" 1 1>>"), ContainsSubstring("longer than"));
    CHECK_THAT(run("<<$x := printf \"%100000d\" 1>><<range 100>><<$x>><<end>>"),
               ContainsSubstring("longer than"));
}

TEST_CASE("handing long texts on costs steps") {
    CHECK_THAT(run("<<$x := printf \"%100000d\" 1>><<range 1000>><<$y := $x>><<end>>"),
               ContainsSubstring("does not end"));
}

TEST_CASE("nesting in the text is bounded, but generously") {
    CHECK(run("<<" + repeat(90, "(") + "1" + repeat(90, ")") + ">>") == "1");
    CHECK_THAT(run("<<" + repeat(5000, "(") + "1" + repeat(5000, ")") + ">>"),
               ContainsSubstring("nest too deeply"));
    CHECK(run(repeat(90, "<<if 1>>") + "x" + repeat(90, "<<end>>")) == "x");
    CHECK_THAT(run(repeat(5000, "<<if 1>>") + repeat(5000, "<<end>>")), ContainsSubstring("nest too deeply"));
    CHECK_THAT(run("<<if 0>>" + repeat(5000, "<<else if 0>>") + "<<end>>"),
               ContainsSubstring("nest too deeply"));
    CHECK(run(repeat(100000, "<</**/>>") + "x") == "x");
}

} // namespace

} // namespace template_limits_test

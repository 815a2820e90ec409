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

TEST_CASE("templates nest 500 deep, and no deeper") {
    // Each call is two levels: the template's own, and that of its if.
    const std::string calls = "<<define \"r\">><<if lt (len .) 250>><<template \"r\" (print . \"x\")>>"
                              "<<else>>end<<end>><<end>>";
    CHECK(run(calls + "<<template \"r\" \"xx\">>") == "end");
    CHECK_THAT(run(calls + "<<template \"r\" \"x\">>"), ContainsSubstring("nest more than 500 deep"));
}

TEST_CASE("a text may have a mebibyte, and not a byte more, computed or written") {
    constexpr std::size_t mebibyte = std::size_t{1} << 20U;
    const auto written = std::string(mebibyte, 'a');
    CHECK(run(written).size() == mebibyte);
    CHECK_THAT(run(written + "a"), ContainsSubstring("longer than 1048576 bytes"));
    CHECK_THAT(run("<<range 20>>" + std::string(100'000, 'a') + "<<end>>"), ContainsSubstring("longer than"));
    const std::string half = "<<printf \"%524288d\" 1>>";
    CHECK(run(half + half).size() == mebibyte);
    CHECK_THAT(run(half + half + "<<1>>"), ContainsSubstring("longer than"));
    CHECK(run("<<printf \"%524288d%524288d\" 1 1>>").size() == mebibyte);
    CHECK_THAT(run("<<printf \"%524288d%524289d\" 1 1>>"), ContainsSubstring("longer than"));
    CHECK_THAT(run("<<printf \"%10000000d\" 1>>"), ContainsSubstring("longer than"));
}

TEST_CASE("a template may take 100,000 steps, and not one more") {
    // A round is a step, and so is its text; the action and its number are two.
    CHECK(run("<<range 49999>>x<<end>>").size() == 49'999);
    CHECK_THAT(run("a<<range 49999>>x<<end>>"), ContainsSubstring("does not end within 100000 steps"));
    CHECK_THAT(run("<<range 50000>>x<<end>>"), ContainsSubstring("does not end within 100000 steps"));
}

TEST_CASE("a last step that hands on too much is one too many, even when nothing follows it") {
    const std::string costs_15000 = "<<$x := printf \"%1000000d\" 1>>";
    CHECK(run(repeat(6, costs_15000)).empty());
    CHECK_THAT(run(repeat(7, costs_15000)), ContainsSubstring("does not end"));
    CHECK_THAT(run(costs_15000 + "<<eq \"\" $x $x $x $x $x $x>>"), ContainsSubstring("does not end"));
}

TEST_CASE(
    "a hundred blocks may stand in each other, as may parentheses, and any number one after the other") {
    const auto nested = [](std::size_t depth) {
        return run(repeat(depth, "<<if 1>>") + "x" + repeat(depth, "<<end>>"));
    };
    CHECK(nested(100) == "x");
    CHECK_THAT(nested(101), ContainsSubstring("actions nest too deeply"));
    const auto in_parentheses = [](std::size_t depth) {
        return run("<<" + repeat(depth, "(") + "1" + repeat(depth, ")") + ">>");
    };
    CHECK(in_parentheses(100) == "1");
    CHECK_THAT(in_parentheses(101), ContainsSubstring("parentheses nest too deeply"));
    const auto blocks = [](std::size_t depth) {
        std::string text;
        for (std::size_t i = 0; i < depth; ++i)
            text += "<<block \"b" + std::to_string(i) + "\" 1>>";
        return run(text + "x" + repeat(depth, "<<end>>"));
    };
    CHECK(blocks(100) == "x");
    CHECK_THAT(blocks(101), ContainsSubstring("actions nest too deeply"));
    CHECK(run(repeat(300, "<<if 1>>x<<end>>")) == repeat(300, "x"));
    CHECK(run(repeat(300, "<<(1)>>")) == repeat(300, "1"));
    CHECK(run(repeat(300, "<<block \"b\" 1>> <<end>>")) == repeat(300, " "));
}

} // namespace

} // namespace template_limits_test

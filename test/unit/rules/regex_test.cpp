#include "rules/regex.hpp"
#include "test/support/catch.hpp"

namespace {

using namespace barograph::rules;

TEST_CASE("an expression matches anywhere in the text") {
    const auto pattern = regex::compile("err").value();
    CHECK(pattern.matches("http_errors"));
    CHECK_FALSE(pattern.matches("ok"));
}

TEST_CASE("find gives the leftmost match and its groups, also those that took no part") {
    const auto found = regex::compile("(a+)|(b)").value().find("xaab");
    REQUIRE(found);
    CHECK(*found == std::vector<std::string_view>{"aa", "aa", ""});
    CHECK_FALSE(regex::compile("q").value().find("xaab"));
}

TEST_CASE("named groups are written in both of Go's ways") {
    for (const auto* const text : {"(?P<app>[a-z]+)_(?P<what>.*)", "(?<app>[a-z]+)_(?<what>.*)"}) {
        const auto pattern = regex::compile(text);
        REQUIRE(pattern);
        CHECK(pattern->group_count() == 2);
        CHECK(pattern->group_named("what") == 2);
        CHECK_FALSE(pattern->group_named("other"));
    }
}

TEST_CASE("what only looks like a named group is left alone") {
    CHECK(regex::compile("[(?<a>]+").value().matches("<"));
    CHECK(regex::compile("[]x(?<]+").value().matches("]"));
    CHECK(regex::compile("[[:alpha:](?<]+$").value().matches("?"));
    CHECK(regex::compile("\\Q(?<a>\\E").value().matches("(?<a>"));
    CHECK(regex::compile("\\(?<a>").value().matches("<a>"));
}

TEST_CASE("what Go refuses is refused") {
    for (const auto* const text : {"(", "[a", "a**", "a*+b", "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "a{1001}",
                                   "\\C", "\\Z", "(?P<a>x)(?P<a>y)", "\xff"}) {
        INFO(text);
        CHECK_FALSE(regex::compile(text));
    }
}

} // namespace

#include "rules/regex.hpp"
#include "test/support/catch.hpp"

#include <cstdio>
#include <memory>
#include <unistd.h>

namespace regex_test {

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
        CHECK(pattern->groups_named("what") == std::vector<std::size_t>{2});
        CHECK(pattern->groups_named("other").empty());
    }
}

TEST_CASE("several groups may bear one name") {
    const auto pattern = regex::compile("(?P<a>x)|(y)|(?<a>z)").value();
    CHECK(pattern.groups_named("a") == std::vector<std::size_t>{1, 3});
    const auto found = pattern.find("z");
    REQUIRE(found);
    CHECK(found->at(1).data() == nullptr);
    CHECK(found->at(3) == "z");
}

TEST_CASE("what only looks like a named group is left alone") {
    CHECK(regex::compile("[(?<a>]+").value().matches("<"));
    CHECK(regex::compile("[]x(?<]+").value().matches("]"));
    CHECK(regex::compile("[[:alpha:](?<]+$").value().matches("?"));
    CHECK(regex::compile("\\Q(?<a>\\E").value().matches("(?<a>"));
    CHECK(regex::compile("\\(?<a>").value().matches("<a>"));
}

TEST_CASE("a class ends where RE2 ends it, and what follows is read again") {
    for (const auto* const text :
         {"[a](?<n>b)", "[^a](?<n>b)", "[^]a](?<n>b)", "[]a](?<n>b)", "[\\]](?<n>b)", "[[:alpha:]](?<n>b)",
          "[[:alpha:]\\]](?<n>b)", "[[a](?<n>b)", "\\Qx\\E(?<n>b)", "\\[(?<n>b)", "\\\\(?<n>b)"}) {
        INFO(text);
        const auto pattern = regex::compile(text);
        REQUIRE(pattern);
        CHECK(pattern->groups_named("n") == std::vector<std::size_t>{1});
    }
    CHECK(regex::compile("[^]](?<n>b)").value().matches("xb"));
    CHECK_FALSE(regex::compile("[^]](?<n>b)").value().matches("]b"));
    CHECK(regex::compile("\\Q(?<n>").value().matches("(?<n>"));
}

TEST_CASE("what stands in a class is no group") {
    for (const auto* const text : {"^[\\](?<]$", "^[a\\](?<]$", "^[[:digit:](?<]$", "^[]a(?<]$"}) {
        INFO(text);
        const auto pattern = regex::compile(text);
        REQUIRE(pattern);
        CHECK_FALSE(pattern->matches("P"));
        CHECK(pattern->matches("<"));
    }
}

TEST_CASE("a class or an escape that does not end is refused") {
    for (const auto* const text : {"[", "[^", "[]", "[^]", "[a\\", "[[:alpha", "[[:", "\\"}) {
        INFO(text);
        CHECK_FALSE(regex::compile(text));
    }
}

TEST_CASE("what Go refuses is refused") {
    for (const auto* const text : {"(", "(?<", "[a", "a**", "a*+b", "(?=a)", "(?!a)", "(?<=a)", "(?<!a)",
                                   "a{1001}", "\\C", "\\Z", "\xff"}) {
        INFO(text);
        CHECK_FALSE(regex::compile(text));
    }
}

TEST_CASE("what is wrong with an expression is told once, and not by RE2 on standard error") {
    const auto file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>(std::tmpfile(), &std::fclose);
    REQUIRE(file);
    const auto standard_error = dup(STDERR_FILENO);
    dup2(fileno(file.get()), STDERR_FILENO);
    const auto compiled = regex::compile("(");
    std::fflush(stderr);
    dup2(standard_error, STDERR_FILENO);
    close(standard_error);
    CHECK_FALSE(compiled);
    CHECK(lseek(fileno(file.get()), 0, SEEK_END) == 0);
}

} // namespace

} // namespace regex_test

#include "rules/promql/scanner.hpp"
#include "test/support/catch.hpp"

#include <string>
#include <vector>

namespace promql_scanner_test {

namespace {

using namespace barograph::rules::promql;

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> found;
    scanner tokens(text);
    for (auto next = tokens.next(); next.kind != token_kind::end; next = tokens.next()) {
        CHECK(text.substr(next.offset, next.text.size()) == next.text);
        found.emplace_back(next.text);
    }
    return found;
}

token_kind first_kind(std::string_view text) {
    return scanner(text).next().kind;
}

TEST_CASE("names, operators, strings and symbols are told apart") {
    CHECK(words("sum(a:b{x=~\"y}\", z!='w'}[5m]) / 2e3") ==
          std::vector<std::string>{"sum", "(", "a:b", "{", "x", "=~", "\"y}\"", ",", "z", "!=", "'w'", "}",
                                   "[", "5m", "]", ")", "/", "2e3"});
    CHECK(first_kind("a") == token_kind::identifier);
    CHECK(first_kind("!~") == token_kind::match_operator);
    CHECK(first_kind("5m") == token_kind::symbol);
    CHECK(first_kind("") == token_kind::end);
}

TEST_CASE("a character of several bytes is one symbol, and a byte that is no character is one, too") {
    CHECK(words("a\u0434=\u20ac+\U0001f600") ==
          std::vector<std::string>{"a", "\u0434", "=", "\u20ac", "+", "\U0001f600"});
    CHECK(words("\xd0+\xe2\x82") == std::vector<std::string>{"\xd0", "+", "\xe2", "\x82"});
}

TEST_CASE("a string ends at its own quote, and escapes count") {
    CHECK(words(R"("a\"b'c" 'd\'e"f' `g\`)") ==
          std::vector<std::string>{R"("a\"b'c")", R"('d\'e"f')", R"(`g\`)"});
}

TEST_CASE("between back quotes everything is text, line breaks and backslashes too") {
    CHECK(words("`a\nb` + `c\\`d") == std::vector<std::string>{"`a\nb`", "+", "`c\\`", "d"});
}

TEST_CASE("a string without an end is one token up to the end of the text") {
    for (const auto* const text : {"\"a", "'a\\'", "`a", "\"a\nb\"", "\"a\\"}) {
        INFO(text);
        CHECK(first_kind(text) == token_kind::unclosed_string);
        CHECK(words(text).size() == 1);
    }
}

TEST_CASE("white space and comments are skipped, but not inside strings") {
    CHECK(words("a # b {\n + \"#c\" # d") == std::vector<std::string>{"a", "+", "\"#c\""});
    CHECK(words("a # b\r + c") == std::vector<std::string>{"a", "+", "c"});
}

} // namespace

} // namespace promql_scanner_test

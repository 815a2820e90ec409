#include "rules/regex.hpp"
#include "rules/text/regex_literal.hpp"
#include "test/support/catch.hpp"

#include <string>

namespace regex_literal_test {

namespace {

using namespace barograph::rules;

TEST_CASE("each character of a literal stands for itself alone") {
    for (const std::string text : {"",
                                   "a",
                                   "\\",
                                   ".",
                                   "+",
                                   "*",
                                   "?",
                                   "(",
                                   ")",
                                   "|",
                                   "[",
                                   "]",
                                   "{",
                                   "}",
                                   "^",
                                   "$",
                                   "a.b",
                                   "x{2}",
                                   "[a-z]",
                                   "(?i)a",
                                   "\\d",
                                   "\\Qa\\E",
                                   "a|b",
                                   "^a$",
                                   "é東🚀",
                                   "a\nb",
                                   "\n",
                                   "-/ \"'`#&~,<>=!%@:;_",
                                   "\t\r\x01\x7f"}) {
        INFO(text);
        const auto literal = regex::compile("^(?:" + text::regex_literal(text) + ")$");
        REQUIRE(literal);
        CHECK(literal->matches(text));
        CHECK_FALSE(literal->matches(text + "x"));
        CHECK_FALSE(literal->matches("x" + text));
        for (std::size_t i = 0; i < text.size(); ++i) {
            auto other = text;
            other[i] = 'y';
            CHECK_FALSE(literal->matches(other));
        }
    }
}

} // namespace

} // namespace regex_literal_test

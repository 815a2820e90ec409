#include "rules/text/ascii.hpp"
#include "test/support/catch.hpp"

namespace text_ascii_test {

using namespace barograph::rules::text;

TEST_CASE("the digits are 0 to 9, and not their neighbours in ASCII") {
    for (const char c : {'0', '5', '9'}) {
        CHECK(is_digit(c));
    }
    for (const char c : {'/', ':', 'a', '\0', '\xb2'}) {
        CHECK_FALSE(is_digit(c));
    }
}

TEST_CASE("letters become lower-case, and everything else stays") {
    CHECK(lower('A') == 'a');
    CHECK(lower('Z') == 'z');
    for (const char c : {'a', '@', '[', '5', '\xc4'}) {
        CHECK(lower(c) == c);
    }
}

} // namespace text_ascii_test

#include "rules/text/ascii.hpp"
#include "test/support/catch.hpp"

#include <limits>

namespace text_ascii_test {

namespace {

using namespace barograph::rules::text;

constexpr std::string_view digits = "0123456789";
constexpr std::string_view small_letters = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool contains(std::string_view text, char c) {
    return text.find(c) != std::string_view::npos;
}

/// What `check` finds of every character there is.
void for_each_character(auto check) {
    for (int c = std::numeric_limits<char>::min(); c <= std::numeric_limits<char>::max(); ++c) {
        INFO(c);
        check(static_cast<char>(c));
    }
}

TEST_CASE("digits and letters are those of ASCII, and no other character is one") {
    for_each_character([](char c) {
        const auto letter = contains(small_letters, c) || contains(capitals, c);
        CHECK(is_digit(c) == contains(digits, c));
        CHECK(is_letter(c) == letter);
        CHECK(is_alphanumeric(c) == (letter || contains(digits, c)));
    });
}

TEST_CASE("letters change their case, and everything else stays") {
    for_each_character([](char c) {
        const auto capital = capitals.find(c);
        const auto small = small_letters.find(c);
        CHECK(lower(c) == (capital == capitals.npos ? c : small_letters[capital]));
        CHECK(upper(c) == (small == small_letters.npos ? c : capitals[small]));
    });
    CHECK(lower_case("NaN_É") == "nan_É");
}

TEST_CASE("hexadecimal digits have a value in either case, and no other character has") {
    constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
    for_each_character([&](char c) { CHECK(hex_value(c).has_value() == contains(hex_digits, c)); });
    for (unsigned i = 0; i < hex_digits.size(); ++i)
        CHECK(hex_value(hex_digits[i]) == (i < 16 ? i : i - 6));
}

} // namespace

} // namespace text_ascii_test

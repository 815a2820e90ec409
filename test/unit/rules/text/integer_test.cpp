#include "rules/text/integer.hpp"
#include "test/support/catch.hpp"

namespace text_integer_test {

namespace {

using barograph::rules::text::parse_integer;

TEST_CASE("an integer is digits, perhaps with one sign") {
    CHECK(parse_integer("0") == 0);
    CHECK(parse_integer("+5") == 5);
    CHECK(parse_integer("-5") == -5);
    CHECK(parse_integer("007") == 7);
    CHECK(parse_integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
    CHECK(parse_integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
}

TEST_CASE("what is no integer, or too large a one, has an error of its own") {
    for (const auto* const text :
         {"", "+", "-", "+-5", "-+5", "++5", "--5", " 5", "5 ", "5x", "0x5", "1.0"}) {
        INFO(text);
        CHECK(parse_integer(text) == std::unexpected(std::errc::invalid_argument));
    }
    for (const auto* const text : {"9223372036854775808", "-9223372036854775809", "+99999999999999999999"}) {
        INFO(text);
        CHECK(parse_integer(text) == std::unexpected(std::errc::result_out_of_range));
    }
}

} // namespace

} // namespace text_integer_test

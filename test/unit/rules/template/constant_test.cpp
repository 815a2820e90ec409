#include "rules/template/constant.hpp"
#include "test/support/catch.hpp"

#include <vector>

namespace template_constant_test {

namespace {

using namespace barograph::rules::templates;

template <typename T>
T number(std::string_view text) {
    const auto parsed = parse_number(text);
    INFO(text << ": " << (parsed ? type_name(*parsed) : parsed.error()));
    REQUIRE(parsed);
    REQUIRE(parsed->as<T>() != nullptr);
    return *parsed->as<T>();
}

TEST_CASE("whole numbers are ints, in each of Go's bases") {
    struct row {
        std::string_view text;
        std::int64_t value;
    };

    for (const auto& [text, expected] :
         std::vector<row>{{"0", 0},
                          {"42", 42},
                          {"-5", -5},
                          {"+5", 5},
                          {"-0", 0},
                          {"0x1F", 31},
                          {"0X1e", 30},
                          {"0b101", 5},
                          {"0o17", 15},
                          {"017", 15},
                          {"1_000", 1000},
                          {"0x_ff", 255},
                          {"9223372036854775807", 9223372036854775807},
                          {"-9223372036854775808", -9223372036854775807 - 1}}) {
        CHECK(number<std::int64_t>(text) == expected);
    }
}

TEST_CASE("numbers with a point or an exponent are floats, even whole ones") {
    CHECK(number<double>("1.0") == 1);
    CHECK(number<double>(".5") == 0.5);
    CHECK(number<double>("1.") == 1);
    CHECK(number<double>("1e3") == 1000);
    CHECK(number<double>("-2.5E-1") == -0.25);
    CHECK(number<double>("0x1p4") == 16);
    CHECK(number<double>("0x1.8p-2") == 0.375);
    CHECK(number<double>("-0x1e") == -30); // as Go has it: the e counts behind a sign
    CHECK(number<double>("1e-400") == 0);
}

TEST_CASE("imaginary numbers are complex") {
    CHECK(number<std::complex<double>>("2i") == std::complex<double>(0, 2));
    CHECK(number<std::complex<double>>("1+2i") == std::complex<double>(1, 2));
    CHECK(number<std::complex<double>>("1e+1-.5i") == std::complex<double>(10, -0.5));
}

TEST_CASE("what is no number, or does not fit, is refused") {
    for (const auto* const text :
         {"99999999999999999999", "9223372036854775808", "-9223372036854775809", "1e400", "1e", "08", "0x",
          "1__0", "1_", "_1", "0b", "0x1.8", "1.5.5", "i", "1e+i"}) {
        INFO(text);
        CHECK_FALSE(parse_number(text));
    }
}

TEST_CASE("a character is its number") {
    const auto rune = [](std::string_view literal) {
        return *parse_rune_constant(literal).value().as<std::int64_t>();
    };
    CHECK(rune("'a'") == 97);
    CHECK(rune("'é'") == 233);
    CHECK(rune("'\\n'") == 10);
    CHECK(rune("'\\''") == 39);
    CHECK(rune("'\\u00e9'") == 233);
    CHECK(rune("'\\xff'") == 255);
    for (const auto* const literal : {"''", "'ab'", "'\\d'", "'\\\"'"})
        CHECK_FALSE(parse_rune_constant(literal));
}

TEST_CASE("texts are unescaped, raw ones lose their carriage returns only") {
    CHECK(parse_string_constant("\"a\\tb\\x41\\u00e9\\\"\"") == "a\tbA\u00e9\"");
    CHECK(parse_string_constant("`a\\t\r\n\"`") == "a\\t\n\"");
    CHECK_FALSE(parse_string_constant("\"\\d\""));
}

} // namespace

} // namespace template_constant_test

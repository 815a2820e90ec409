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

TEST_CASE("underscores stand between digits, or after the prefix of a base") {
    CHECK(number<std::int64_t>("-1_0") == -10);
    CHECK(number<std::int64_t>("0_1") == 1);
    CHECK(number<std::int64_t>("0xe_f") == 239);
    CHECK(number<std::int64_t>("0XA_f") == 175);
    CHECK(number<std::int64_t>("0b_1") == 1);
    CHECK(number<std::int64_t>("0B1_0") == 2);
    CHECK(number<std::int64_t>("0O_7") == 7);
    CHECK(number<std::int64_t>("+0x_1") == 1);
    CHECK(number<double>("1_000.5") == 1000.5);
    CHECK(number<double>("0x_1p4") == 16);
    for (const auto* const text : {"1_e5", "1e_5", "1_.5", "1._5", "0x1_p4", "0_x1", "0x__1", "-_1", "a_f",
                                   "1x1p1", "1xf", "1_000_", "0b1_", "1_a", "0xg_1", "1e5_"}) {
        INFO(text);
        CHECK_FALSE(parse_number(text));
    }
}

TEST_CASE("a whole number that is too large tells whether an unsigned one would hold it") {
    CHECK(parse_number("9223372036854775808").error() == R"(integer "9223372036854775808" overflows int)");
    CHECK(parse_number("18446744073709551615").error() == R"(integer "18446744073709551615" overflows int)");
    CHECK(parse_number("18446744073709551616").error() == R"(integer overflow: "18446744073709551616")");
    CHECK(parse_number("+9223372036854775808").error() == R"(integer overflow: "+9223372036854775808")");
    CHECK(parse_number("-9223372036854775809").error() == R"(integer overflow: "-9223372036854775809")");
    CHECK(parse_number("1x").error() == R"(illegal number "1x")");
    CHECK(parse_number("xi").error() == R"(illegal number "xi")");
}

TEST_CASE("a float that is too small is zero, in each way to write an exponent, and one that is too large is "
          "refused") {
    for (const auto* const text : {"1e-400", "1E-400", "0x1p-2000", "0X1P-2000", "-1e-400"}) {
        INFO(text);
        CHECK(number<double>(text) == 0);
    }
    for (const auto* const text :
         {"1e400", "1E400", "-1e400", "0x1p2000", "0x1P2000", "1e400i", "1+1e400i"}) {
        INFO(text);
        CHECK_FALSE(parse_number(text));
    }
}

TEST_CASE("a float has one sign, digits and one point") {
    CHECK(number<double>("+1.5") == 1.5);
    CHECK(number<double>("0x.8p1") == 1);
    CHECK(number<double>("-0x1P4") == -16);
    CHECK(number<double>("0X1p+1") == 2);
    CHECK(number<double>("01e1") == 10);
    for (const auto* const text :
         {"+-1.5", "--1.5", ".", "+", "e5", "1.5e", "1.5x", "0x1.8", "0x.p1", "0xp1", "0x1p", "1p4"}) {
        INFO(text);
        CHECK_FALSE(parse_number(text));
    }
}

TEST_CASE("the sign of an exponent does not begin an imaginary part") {
    using complex = std::complex<double>;
    CHECK(number<complex>("0x1p-2i") == complex(0, 0.25));
    CHECK(number<complex>("0x1P+1i") == complex(0, 2));
    CHECK(number<complex>("1E+1i") == complex(0, 10));
    CHECK(number<complex>("1e1-2e-1i") == complex(10, -0.2));
    CHECK(number<complex>("-1-1i") == complex(-1, -1));
    CHECK(number<complex>("+1i") == complex(0, 1));
    CHECK(number<complex>("-1.5i") == complex(0, -1.5));
    CHECK(number<complex>("0x1p1+0x1p2i") == complex(2, 4));
    for (const auto* const text : {"0xe+1i", "1.5.5+1i", "1+1.5.5i", "1++2i", "+i", "1+i", "0x1i"}) {
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
    CHECK(rune("'\\377'") == 255);
    CHECK(rune("'\\U0001F600'") == 0x1F600);
    CHECK(rune("'\xff'") == 0xFFFD); // not a character, and not written as a byte
    for (const auto* const literal : {"''", "'ab'", "'\\d'", "'\\\"'", "'éé'", "'\\xe9\\xe9'", "'\xff\xff'"})
        CHECK_FALSE(parse_rune_constant(literal));
}

TEST_CASE("texts are unescaped, raw ones lose their carriage returns only") {
    CHECK(parse_string_constant("\"a\\tb\\x41\\u00e9\\\"\"") == "a\tbA\u00e9\"");
    CHECK(parse_string_constant("`a\\t\r\n\"`") == "a\\t\n\"");
    CHECK_FALSE(parse_string_constant("\"\\d\""));
}

} // namespace

} // namespace template_constant_test

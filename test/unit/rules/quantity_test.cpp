#include "rules/quantity.hpp"
#include "test/support/catch.hpp"

#include <limits>
#include <vector>

namespace quantity_test {

namespace {

using namespace barograph::rules;
using limits = std::numeric_limits<std::int64_t>;

TEST_CASE("a sample's text is cut to thousandths, toward zero and without binary rounding") {
    struct row {
        std::string_view text;
        std::int64_t milli;
    };

    for (const auto& [text, milli] : std::vector<row>{
             {"0", 0},
             {"-0", 0},
             {"42", 42'000},
             {"0.5", 500},
             {".5", 500},
             {"1.", 1000},
             {"+1", 1000},
             {"1.001", 1001},
             {"1.005", 1005},
             {"131.034", 131'034},
             {"12.3456", 12345},
             {"-1.9999", -1999},
             {"0.0009999", 0},
             {"-0.0007", 0},
             {"0.001", 1},
             {"1e+06", 1'000'000'000},
             {"5E3", 5'000'000},
             {"1.5e-3", 1},
             {"1e-999999999", 0},
             {"0e999999999", 0},
             {"999.9996", 999'999},
             {"00012.5", 12'500},
             {"9007199254740.991", 9'007'199'254'740'991},
         }) {
        INFO(text);
        CHECK(parse_milli(text) == milli);
    }
}

TEST_CASE("any case of the words for what is not finite is known, and nothing more") {
    for (const auto* const text : {"NAN", "nAn", "INF", "iNf", "INFINITY", "+inFinity", "-INF", "+Inf"}) {
        INFO(text);
        CHECK(parse_milli(text).error() == quantity_error::not_finite);
    }
    for (const auto* const text :
         {"+nan", "++inf", "infi", "in", "na", "nano", "n@n", "[nf", "1e-", "1ex", "1e5x", "1e+-1"}) {
        INFO(text);
        CHECK(parse_milli(text).error() == quantity_error::not_a_number);
    }
}

TEST_CASE("up to 2^53 thousandths every digit counts, with a sign or without one") {
    CHECK(parse_milli("9007199254740.992") == 9'007'199'254'740'992);
    CHECK(parse_milli("-9007199254740.991") == -9'007'199'254'740'991);
    CHECK(parse_milli("+9007199254740.991") == 9'007'199'254'740'991);
    CHECK(parse_milli("9007199254740.9939") == 9'007'199'254'740'994);
    CHECK(parse_milli("+9007199254741.5") == 9'007'199'254'741'500);
    CHECK(parse_milli("123456789.1e-3") == 123'456'789);
    CHECK(parse_milli("0.000000000123e12") == 123'000);
    CHECK(parse_milli("1e0000000000000000000000000002") == 100'000);
    CHECK(parse_milli("1e-00000000000000000000000000002") == 10);
}

TEST_CASE("beyond 2^53 thousandths the nearest float64 to the product is taken") {
    CHECK(parse_milli("9.223372036854774e+15") == 9'223'372'036'854'773'760);
    CHECK(parse_milli("-9.223372036854774e+15") == -9'223'372'036'854'773'760);
    CHECK(parse_milli("9.2e+15") == 9'200'000'000'000'000'000);
}

TEST_CASE("what is no number, not finite or too large has an error of its own") {
    for (const auto* const text :
         {"", " ", "abc", "1 ", " 1", "1e", "1e+", "e5", ".", "-", "1.2.3", "0x10", "1_0", "--1", "1,5"}) {
        INFO(text);
        CHECK(parse_milli(text).error() == quantity_error::not_a_number);
    }
    for (const auto* const text : {"NaN", "nan", "+Inf", "-Inf", "Inf", "inf", "Infinity", "-infinity"}) {
        INFO(text);
        CHECK(parse_milli(text).error() == quantity_error::not_finite);
    }
    for (const auto* const text :
         {"9.3e15", "-9.3e15", "1e300", "1e309", "-1e999999999", "9.223372036854776e+15"}) {
        INFO(text);
        CHECK(parse_milli(text).error() == quantity_error::too_large);
    }
}

TEST_CASE("a quantity is written in Kubernetes' canonical form") {
    struct row {
        std::int64_t milli;
        std::string_view text;
    };

    for (const auto& [milli, text] : std::vector<row>{
             {0, "0"},
             {1, "1m"},
             {250, "250m"},
             {1000, "1"},
             {1500, "1500m"},
             {-2500, "-2500m"},
             {100'000'000, "100k"},
             {10'500'000, "10500"},
             {5'000'000'000, "5M"},
             {3'000'000'000'000, "3G"},
             {7'000'000'000'000'000, "7T"},
             {1'000'000'000'000'000'000, "1P"},
             {9'200'000'000'000'000'000, "9200T"},
             {limits::max(), "9223372036854775807m"},
             {limits::min(), "-9223372036854775808m"},
         }) {
        CHECK(format_quantity(milli) == text);
    }
}

TEST_CASE("a quantity as people write it is read with its suffix") {
    struct row {
        const char* text;
        std::int64_t milli;
    };

    const auto r = GENERATE(values<row>({{"10", 10'000},
                                         {"1.5", 1500},
                                         {"500m", 500},
                                         {"-2k", -2'000'000},
                                         {"0.5M", 500'000'000},
                                         {"1Ki", 1'024'000},
                                         {"1Gi", 1'073'741'824'000},
                                         {"2Ti", 2'199'023'255'552'000},
                                         {"1Pi", 1'125'899'906'842'624'000},
                                         {"1.5Mi", 1'572'864'000},
                                         {"7u", 0},
                                         {"1500u", 1},
                                         {"1e3", 1'000'000},
                                         {"2P", 2'000'000'000'000'000'000}}));
    INFO(r.text);
    const auto milli = parse_quantity(r.text);
    REQUIRE(milli.has_value());
    CHECK(*milli == r.milli);
}

TEST_CASE("what is no quantity, or too large for one, is refused") {
    for (const auto* text : {"", "m", "ten", "1x", "1e3k", "1e3Ki", "NaN", "Inf", "1 k", "1kk"}) {
        INFO(text);
        CHECK(parse_quantity(text) == std::unexpected(quantity_error::not_a_number));
    }
    for (const auto* text : {"10P", "1E", "9Pi", "99999Ti"}) {
        INFO(text);
        CHECK(parse_quantity(text) == std::unexpected(quantity_error::too_large));
    }
}

} // namespace

} // namespace quantity_test

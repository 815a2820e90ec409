#include "prometheus/sample_value.hpp"
#include "test/support/catch.hpp"

namespace sample_value_test {

using namespace barograph;

TEST_CASE("a sample's value is a decimal number, NaN or an infinity, and stays as it is written") {
    const auto text = GENERATE("0", "-0", "42", "1.005", "0.3333333333333333", "1e+06", "5E3", "1e-7", "+5",
                               ".5", "5.", "-.5e-3", "1.7976931348623157e+308", "NaN", "nan", "+Inf", "-Inf",
                               "Inf", "Infinity", "-infinity");
    CHECK(prometheus::sample_value(text) == text);
}

TEST_CASE("a number too small for a float64 is zero, not a fault") {
    const std::string text =
        GENERATE(as<std::string>(), "1e-400", "-1e-400", "0." + std::string(400, '0') + "1");
    CHECK(prometheus::sample_value(text) == text);
}

TEST_CASE("underscores between digits and hexadecimal numbers are put into plain digits") {
    struct row {
        const char* written;
        const char* plain;
    };

    const auto given = GENERATE(row{"1_000", "1000"}, row{"-1_2.3_4e1_0", "-12.34e10"}, row{"+1_0", "+10"},
                                row{"0x1p4", "16"}, row{"0X1P+4", "16"}, row{"-0x1.8p1", "-3"},
                                row{"+0x1p-2", "0.25"}, row{"0x.8p0", "0.5"}, row{"0xA_bp0", "171"},
                                row{"0x_1p0", "1"}, row{"0x1_0p1_0", "16384"}, row{"0x0p0", "0"});
    CHECK(prometheus::sample_value(given.written) == given.plain);
}

TEST_CASE("anything else is no sample's value") {
    const auto text =
        GENERATE("", " 1", "1 ", "many", ".", "-", "+", "--1", "1.2.3", "1e", "1e+", "e1", "1e3.5", "1,5",
                 "_1", "1_", "1__0", "1_.5", "1._5", "1_e3", "1e_3", "In_f", "0x10", "0x", "0xp1", "0x1p",
                 "0x1p1.5", "0x1pa", "x1p4", "-0x-1p4", "0x1p99999", "0x1_p4", "0b1", "0o7", "-NaN",
                 "infinit", "nano", "1e400", "-1e400", "1\n", "\xd9\xa1");
    INFO(text);
    CHECK_FALSE(prometheus::sample_value(text));
}

} // namespace sample_value_test

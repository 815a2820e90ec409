#include "prometheus/sample_value.hpp"
#include "test/support/catch.hpp"

using namespace barograph;

TEST_CASE("a sample's value is a decimal number, NaN or an infinity") {
    const auto text = GENERATE("0", "-0", "42", "1.005", "0.3333333333333333", "1e+06", "5E3", "1e-7", "+5",
                               ".5", "5.", "-.5e-3", "1.7976931348623157e+308", "NaN", "nan", "+Inf", "-Inf",
                               "Inf", "Infinity", "-infinity");
    INFO(text);
    CHECK(prometheus::is_sample_value(text));
}

TEST_CASE("a number too small for a float64 is zero, not a fault") {
    CHECK(prometheus::is_sample_value("1e-400"));
    CHECK(prometheus::is_sample_value("-1e-400"));
    CHECK(prometheus::is_sample_value("0." + std::string(400, '0') + "1"));
}

TEST_CASE("anything else is no sample's value") {
    const auto text =
        GENERATE("", " 1", "1 ", "many", ".", "-", "+", "--1", "1.2.3", "1e", "1e+", "e1", "1e3.5", "1,5",
                 "1_000", "0x10", "-NaN", "infinit", "nano", "1e400", "-1e400", "1\n", "\xd9\xa1");
    INFO(text);
    CHECK_FALSE(prometheus::is_sample_value(text));
}

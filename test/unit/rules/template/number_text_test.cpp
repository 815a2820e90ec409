#include "rules/template/number_text.hpp"
#include "test/support/catch.hpp"

#include <limits>

namespace template_number_text_test {

namespace {

using namespace barograph::rules::templates;

constexpr auto infinite = std::numeric_limits<double>::infinity();
constexpr auto no_number = std::numeric_limits<double>::quiet_NaN();

std::string written(double number, const directive& how = {}) {
    std::string out;
    append_float(out, how, number, 'g', std::nullopt);
    return out;
}

TEST_CASE("what is not finite has a name, whose sign only infinity shows unasked") {
    CHECK(written(infinite) == "+Inf");
    CHECK(written(-infinite) == "-Inf");
    CHECK(written(no_number) == "NaN");
    CHECK(written(infinite, {.plus = true}) == "+Inf");
    CHECK(written(no_number, {.plus = true}) == "+NaN");
    CHECK(written(infinite, {.space = true}) == " Inf");
    CHECK(written(no_number, {.space = true}) == " NaN");
    CHECK(written(-infinite, {.space = true}) == "-Inf");
    CHECK(float_text(no_number, 'x', 3) == "+NaN");
    CHECK(float_text(-infinite, 'e', 3) == "-Inf");
}

TEST_CASE("what is not finite is filled up with spaces, never with zeros, and has no point") {
    CHECK(written(infinite, {.zero = true, .width = 6}) == "  +Inf");
    CHECK(written(-infinite, {.minus = true, .zero = true, .width = 6}) == "-Inf  ");
    CHECK(written(no_number, {.zero = true, .width = 6}) == "   NaN");
    CHECK(written(infinite, {.sharp = true}) == "+Inf");
}

} // namespace

} // namespace template_number_text_test

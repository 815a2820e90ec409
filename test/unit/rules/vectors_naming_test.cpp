#include "test/support/catch.hpp"
#include "test/unit/rules/defects.hpp"
#include "test/vectors/compare.hpp"
#include "test/vectors/rules_groups.hpp"

namespace vectors_naming_test {

namespace {

using namespace barograph::test::vectors;
using barograph::test::check_defects;
using barograph::test::check_recorded;

TEST_CASE("names are those that prometheus-adapter gives") {
    check_recorded("naming", answer_naming);
}

TEST_CASE("where prometheus-adapter's names are a fault, ours are better") {
    check_defects(
        "naming", answer_naming,
        {
            {"empty-name/empty capture", "a series with an empty name is not kept",
             R"([{"series":"x","kept":false,"error":"series name \"x\" gives an empty metric name"},
                           {"series":"xy","kept":true,"name":"y"}])"},
            {"empty-name/group that took no part", "a series with an empty name is not kept",
             R"([{"series":"b_y","kept":false,"error":"series name \"b_y\" gives an empty metric name"},
                           {"series":"a_x","kept":true,"name":"x"}])"},
            {"dollar-slip/digit and underscore after the dollar", "a rule that can name nothing is refused",
             R"({"stage":"rules"})"},
        });
}

} // namespace

} // namespace vectors_naming_test

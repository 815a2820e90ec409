#include "config/nearest.hpp"
#include "test/support/catch.hpp"

#include <array>

namespace nearest_test {

namespace {

using namespace barograph::config;

TEST_CASE("distance counts characters added, dropped, replaced and swapped") {
    CHECK(distance("", "") == 0);
    CHECK(distance("", "abc") == 3);
    CHECK(distance("metricQuery", "metricsQuery") == 1);
    CHECK(distance("seriesFilter", "seriesFilters") == 1);
    CHECK(distance("namepsaced", "namespaced") == 1);
    CHECK(distance("kitten", "sitting") == 3);
    CHECK(distance("ab", "ba") == 1);
}

TEST_CASE("upper and lower case are the same mistake as none") {
    CHECK(distance("SERIESQUERY", "seriesQuery") == 0);
}

TEST_CASE("the nearest name is found, of equally near ones the first") {
    constexpr std::array<std::string_view, 3> known = {"matches", "as", "is"};
    CHECK(nearest("match", known) == "matches");
    CHECK(nearest("ass", known) == "as");
    CHECK(nearest("xs", known) == "as");
    CHECK(nearest("", known) == "as");
}

TEST_CASE("a very long name costs little") {
    constexpr std::array<std::string_view, 1> known = {"as"};
    CHECK(nearest(std::string(1'000'000, 'x'), known) == "as");
}

} // namespace

} // namespace nearest_test

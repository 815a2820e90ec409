#include "rules/series_filter.hpp"
#include "test/support/catch.hpp"

namespace series_filter_test {

namespace {

using namespace barograph::rules;

TEST_CASE("a rule without filters keeps everything") {
    CHECK(series_filters::compile({}).value().keeps("x"));
}

TEST_CASE("every filter has to agree, in whatever order") {
    for (const auto& specs : {std::vector<series_filter_spec>{{"^http_", ""}, {"", "_debug"}},
                              std::vector<series_filter_spec>{{"", "_debug"}, {"^http_", ""}}}) {
        const auto filters = series_filters::compile(specs).value();
        CHECK(filters.keeps("http_requests"));
        CHECK_FALSE(filters.keeps("http_debug_total"));
        CHECK_FALSE(filters.keeps("grpc_requests"));
    }
}

TEST_CASE("all bad filters are told, each with its place") {
    const auto compiled = series_filters::compile({{"", ""}, {"a", "b"}, {"a", ""}, {"(", ""}, {"", "[a"}});
    REQUIRE_FALSE(compiled);
    const auto& problems = compiled.error();
    REQUIRE(problems.size() == 4);
    CHECK(problems[0].field == "seriesFilters[0]");
    CHECK(problems[0].message == "neither `is` nor `isNot`; expected exactly one of them");
    CHECK(problems[1].field == "seriesFilters[1]");
    CHECK(problems[1].message == "both `is` and `isNot`; expected exactly one of them");
    CHECK(problems[2].field == "seriesFilters[3].is");
    CHECK(problems[3].field == "seriesFilters[4].isNot");
}

} // namespace

} // namespace series_filter_test

#include "rules/promql/series_name.hpp"
#include "test/support/catch.hpp"

namespace promql_series_name_test {

namespace {

using namespace barograph::rules::promql;

std::string quoted(std::string_view query, std::string_view name) {
    return with_series_name(query, "S", name, true).value();
}

TEST_CASE("a name before braces moves into them") {
    CHECK(quoted("sum(S{a=\"b\"})", "x.y") == "sum({\"x.y\",a=\"b\"})");
    CHECK(quoted("S {}", "x.y") == "{\"x.y\",}");
}

TEST_CASE("a name without braces gets some") {
    CHECK(quoted("rate(S[5m]) / S", "x.y") == "rate({\"x.y\"}[5m]) / {\"x.y\"}");
}

TEST_CASE("backends that know no quoted names get a matcher of the name") {
    CHECK(with_series_name("S{a=\"b\"}", "S", "x.y", false) == "{__name__=\"x.y\",a=\"b\"}");
}

TEST_CASE("a longer name that contains the stand-in is a name of its own") {
    CHECK(quoted("S_total{} + pre_S", "x.y") == "{\"x.y_total\",} + {\"pre_x.y\"}");
}

TEST_CASE("inside strings the name is escaped for the quote at hand") {
    CHECK(quoted(R"({__name__="S"} + {__name__='S'} + {__name__=`S`})", R"(a"'\b)") ==
          R"({__name__="a\"'\\b"} + {__name__='a"\'\\b'} + {__name__=`a"'\b`})");
    CHECK_FALSE(with_series_name("{__name__=`S`}", "S", "a`b", true));
}

TEST_CASE("nothing of the name can end its quotes") {
    CHECK(quoted("S", "x\"} or vector(1) #") == "{\"x\\\"} or vector(1) #\"}");
}

TEST_CASE("comments are left alone") {
    CHECK(quoted("1 # S", "x.y") == "1 # S");
}

} // namespace

} // namespace promql_series_name_test

#include "rules/query_string.hpp"
#include "test/support/catch.hpp"

namespace query_string_test {

namespace {

using namespace barograph::rules;

std::string selected(std::string_view raw) {
    const auto parsed = selector_of_query(raw);
    return parsed ? to_string(*parsed) : "error: " + parsed.error();
}

TEST_CASE("a query string is decoded pair by pair, in its order") {
    CHECK(parse_query_string("a=1&b=x%20y+z&&c&a=2=3") ==
          query_parameters{{"a", "1"}, {"b", "x y z"}, {"c", ""}, {"a", "2=3"}});
    CHECK(parse_query_string("")->empty());
    CHECK(parse_query_string("%6Eame=%C3%A9") == query_parameters{{"name", "\xC3\xA9"}});
}

TEST_CASE("a query string that cannot be decoded is an error, whichever parameter it is in") {
    for (const auto* const raw :
         {"a=%zz", "a=%", "a=%4", "%=a", "a=1;b=2", "a=1&b;c", "a=%00", "labelSelector=x&z=%g0"}) {
        INFO(raw);
        CHECK_FALSE(parse_query_string(raw));
        CHECK_FALSE(selector_of_query(raw));
    }
}

TEST_CASE("an escape has two digits of either case") {
    CHECK(parse_query_string("a=%09%40%4a%4F%aF%Fa%5f%A0") ==
          query_parameters{{"a", "\x09\x40\x4a\x4f\xaf\xfa\x5f\xa0"}});
    CHECK(parse_query_string("%2B+=%2b") == query_parameters{{"+ ", "+"}});
    for (const auto* const raw :
         {"%4/", "%4:", "%4@", "%4G", "%4`", "%4g", "%/4", "%:4", "%@4", "%G4", "%`4", "%g4"}) {
        INFO(raw);
        CHECK(parse_query_string("a=x" + std::string(raw)).error() ==
              "invalid URL escape \"" + std::string(raw) + "\" in the query string");
    }
    CHECK(parse_query_string("a%=1").error() == "invalid URL escape \"%\" in the query string");
    CHECK(parse_query_string("a=%4").error() == "invalid URL escape \"%4\" in the query string");
    CHECK(parse_query_string("%00=1").error() == "the query string holds a NUL byte");
}

TEST_CASE("the first labelSelector counts, and none selects everything") {
    CHECK(selected("labelSelector=a%3Db") == "a=b");
    CHECK(selected("pretty=true&labelSelector=a=b,c") == "a=b,c");
    CHECK(selected("labelSelector=a&labelSelector=%3D%3D") == "a");
    CHECK(selected("labelselector=a&label-selector=b").empty());
    CHECK(selected("labelSelector").empty());
    CHECK(selected("labelSelector=%3D") == "error: found '=', expected: !, identifier, or 'end of string'");
}

TEST_CASE("numbers of a list request have to be integers") {
    CHECK(selected("limit=abc") == "error: strconv.ParseInt: parsing \"abc\": invalid syntax");
    CHECK(selected("limit=") == "error: strconv.ParseInt: parsing \"\": invalid syntax");
    CHECK(selected("timeoutSeconds=1.5") == "error: strconv.ParseInt: parsing \"1.5\": invalid syntax");
    CHECK(selected("limit=9223372036854775808") ==
          "error: strconv.ParseInt: parsing \"9223372036854775808\": value out of range");
    CHECK(selected("limit=500&timeoutSeconds=-3&labelSelector=a") == "a");
}

TEST_CASE("a field selector is checked, although nothing is selected by it") {
    CHECK(selected("fieldSelector=metadata.name=a,metadata.namespace!=b,c==d&labelSelector=x") == "x");
    CHECK(selected("fieldSelector=a%3Db%5C,c,,d%3D%5C%5C").empty());
    CHECK(selected("fieldSelector=b=1,a") == "error: invalid selector: 'b=1,a'; can't understand 'a'");
    CHECK(selected("fieldSelector=a%3Db%3Dc") ==
          "error: invalid field selector: unescaped character in value: 61");
    CHECK(selected("fieldSelector=a%3D%5Cx") ==
          "error: invalid field selector: invalid escape sequence: \\x");
    CHECK(selected("fieldSelector=a%3D%5C") == "error: invalid field selector: invalid escape sequence: \\");
}

TEST_CASE("of a label selector and a field selector that are both wrong the first is told") {
    CHECK(selected("fieldSelector=a&labelSelector=%3D") ==
          "error: found '=', expected: !, identifier, or 'end of string'");
}

} // namespace

} // namespace query_string_test

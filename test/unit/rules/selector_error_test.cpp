#include "rules/selector.hpp"
#include "test/support/catch.hpp"

#include <vector>

namespace selector_error_test {

namespace {

using namespace barograph::rules;

struct refused {
    std::string_view text;
    std::string_view message;
};

void check_all(const std::vector<refused>& cases) {
    for (const auto& [text, message] : cases) {
        INFO(text);
        const auto parsed = parse_selector(text);
        CHECK_FALSE(parsed);
        if (!parsed)
            CHECK(parsed.error() == message);
    }
}

TEST_CASE("between requirements, the error says what may follow") {
    check_all({
        {"=x", "found '=', expected: !, identifier, or 'end of string'"},
        {",a", "found ',', expected: !, identifier, or 'end of string'"},
        {"a,", "found '', expected: identifier after ','"},
        {"a,,b", "found ',', expected: identifier after ','"},
        {"a=b c", "found 'c', expected: ',' or 'end of string'"},
        {"a=b=c", "found '=', expected: ',' or 'end of string'"},
        {"!a=b", "found '=', expected: ',' or 'end of string'"},
        {"a in (b))", "found ')', expected: ',' or 'end of string'"},
    });
}

TEST_CASE("inside a requirement, the error says what is missing") {
    check_all({
        {"!!a", "unable to parse requirement: found '!', expected: identifier"},
        {"a===b", "unable to parse requirement: found '=', expected: identifier"},
        {"a=!b", "unable to parse requirement: found '!', expected: identifier"},
        {"a!b", "unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt"},
        {"a exists", "unable to parse requirement: found 'exists', expected: in, notin, =, ==, !=, gt, lt"},
        {"a in b", "unable to parse requirement: found 'b' expected: '('"},
        {"a in", "unable to parse requirement: found '' expected: '('"},
        {"a in (", "unable to parse requirement: found '', expected: ',', ')' or identifier"},
        {"a in (b", "unable to parse requirement: found '', expected: ',' or ')'"},
        {"a in (b c)", "unable to parse requirement: found 'c', expected: ',' or ')'"},
        {"a in (,,)", "unable to parse requirement: found ')', expected: ',', or identifier"},
        {"a in (x,=)", "unable to parse requirement: found '=', expected: ',', or identifier"},
    });
}

constexpr std::string_view bad_value = "a valid label must be an empty string or consist of alphanumeric "
                                       "characters, '-', '_' or '.', and must start "
                                       "and end with an alphanumeric character (e.g. 'MyValue',  or "
                                       "'my_value',  or '12345', regex used for validation "
                                       "is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

TEST_CASE("a bad key is quoted in the error") {
    CHECK(parse_selector("a/=x").error() ==
          "unable to parse requirement: <nil>: Invalid value: \"a/\": name part must be non-empty; name part "
          "must "
          "consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
          "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
          "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
}

TEST_CASE("each bad value is named by its place after sorting, and all of them are told") {
    CHECK(parse_selector("k=a\tb\x0b").error() == "found 'b\x0b', expected: ',' or 'end of string'");
    CHECK(parse_selector("k=\"x\"").error() ==
          "unable to parse requirement: values[0][k]: Invalid value: \"\\\"x\\\"\": " +
              std::string(bad_value));
    CHECK(parse_selector("k in (ok,z-,-a)").error() ==
          "unable to parse requirement: [values[0][k]: Invalid value: \"-a\": " + std::string(bad_value) +
              ", values[2][k]: Invalid value: \"z-\": " + std::string(bad_value) + "]");
}

TEST_CASE("the operators for numbers take integers of 64 bits only") {
    for (const auto* const number : {"abc", "1.5", "1e3", "9223372036854775808", "0x10", "1_0"}) {
        INFO(number);
        CHECK(parse_selector("n>" + std::string(number)).error() ==
              "unable to parse requirement: values[0]: Invalid value: \"" + std::string(number) +
                  "\": for 'Gt', 'Lt' operators, the value must be an integer");
    }
    CHECK(parse_selector("n<9223372036854775807"));
    CHECK(parse_selector("n<007"));
}

TEST_CASE("a NUL byte is an error wherever it stands") {
    using namespace std::string_view_literals;
    for (const auto text : {"\0"sv, "a=b\0"sv, "a\0b"sv, "a=b\0,c=d"sv})
        CHECK(parse_selector(text).error() ==
              "unable to parse requirement: found a NUL byte, expected: text without it");
}

} // namespace

} // namespace selector_error_test

#include "rules/field_selector.hpp"
#include "test/support/catch.hpp"

namespace field_selector_test {

namespace {

using barograph::rules::field_selector_fault;

TEST_CASE("a field selector is terms of =, == and !=, between commas of which some may be too many") {
    for (const auto* const text :
         {"", ",", "a=b", "a==b", "a!=b", "a=", "=b", "==b", "a=b,c!=d", "a=b,,c=d,"}) {
        INFO(text);
        CHECK(field_selector_fault(text).empty());
    }
}

TEST_CASE("a term of a field selector without = is told with the whole selector") {
    CHECK(field_selector_fault("a") == "invalid selector: 'a'; can't understand 'a'");
    CHECK(field_selector_fault("a=b,c") == "invalid selector: 'a=b,c'; can't understand 'c'");
    CHECK(field_selector_fault("a=b\\,c,de") == "invalid selector: 'a=b\\,c,de'; can't understand 'de'");
    CHECK(field_selector_fault("ab,,c=d") == "invalid selector: 'ab,,c=d'; can't understand 'ab'");
}

TEST_CASE("of several faults of a field selector the first in the order of the terms is told") {
    CHECK(field_selector_fault("b,a") == "invalid selector: 'b,a'; can't understand 'a'");
}

TEST_CASE("in a field selector's value commas, equals signs and backslashes are escaped") {
    for (const auto* const text : {"a=\\,", "a=\\=b", "a=\\\\", "a=\\\\,c=d", "a=x\\,y\\=z\\\\"}) {
        INFO(text);
        CHECK(field_selector_fault(text).empty());
    }
    for (const auto* const text : {"a=b=c", "a=b=", "a===b", "a!==b", "!==b"}) {
        INFO(text);
        CHECK(field_selector_fault(text) == "invalid field selector: unescaped character in value: 61");
    }
    CHECK(field_selector_fault("a=\\=,c==d=") == "invalid field selector: unescaped character in value: 61");
}

TEST_CASE("any other escape in a field selector's value is told, up to the character that it would escape") {
    const std::string bad = "invalid field selector: invalid escape sequence: \\";
    CHECK(field_selector_fault("a=b\\") == bad);
    CHECK(field_selector_fault("a=\\nb") == bad + "n");
    CHECK(field_selector_fault("a=x\\éy") == bad + "é");
    CHECK(field_selector_fault("a!=\\x,b=\\y") == bad + "x");
}

} // namespace

} // namespace field_selector_test

#include "rules/label_syntax.hpp"
#include "test/support/catch.hpp"

namespace label_syntax_test {

namespace {

using namespace barograph::rules;
using barograph::test::ContainsSubstring;

std::string repeat(std::size_t count, char c) {
    return std::string(count, c);
}

TEST_CASE("a label key is a name, with a DNS prefix or without one") {
    for (const auto* const key : {"a", "A-b_c.9", "app.kubernetes.io/name", "x/Y", "a..b"}) {
        INFO(key);
        CHECK(label_key_faults(key).empty());
    }
    for (const auto* const key :
         {"", "-a", "a-", "a b", "a@b", "/a", "a/", "A.io/x", "-a/x", "a..b/x", "_", "é"}) {
        INFO(key);
        CHECK_FALSE(label_key_faults(key).empty());
    }
}

TEST_CASE("a key with two slashes is told the whole form") {
    CHECK_THAT(label_key_faults("a/b/c"), ContainsSubstring("a qualified name must consist of"));
    CHECK_THAT(
        label_key_faults("a/b/c"),
        ContainsSubstring("with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"));
}

TEST_CASE("names end at 63 characters, prefixes at 253") {
    CHECK(label_key_faults(repeat(63, 'n')).empty());
    CHECK(label_key_faults(repeat(64, 'n')) == "name part must be no more than 63 characters");
    CHECK(label_key_faults(repeat(253, 'p') + "/n").empty());
    CHECK(label_key_faults(repeat(254, 'p') + "/n") == "prefix part must be no more than 253 characters");
}

TEST_CASE("a label value may be empty, and is short and plain") {
    CHECK(label_value_faults("").empty());
    CHECK(label_value_faults("A-b_c.9").empty());
    CHECK(label_value_faults(repeat(63, 'v')).empty());
    CHECK(label_value_faults(repeat(64, 'v')) == "must be no more than 63 characters");
    CHECK_THAT(label_value_faults(repeat(64, '-')),
               ContainsSubstring("63 characters; a valid label must be"));
    for (const auto* const value : {"_", ".a", "a/b", "a b", "a\"b", "a\nb", "é"}) {
        INFO(value);
        CHECK_FALSE(label_value_faults(value).empty());
    }
}

} // namespace

} // namespace label_syntax_test

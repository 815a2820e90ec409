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

TEST_CASE("the letters and digits of a label reach from the first to the last") {
    for (const auto* const key : {"z", "Z", "0", "9", "az.AZ-09", "a0/x", "z9.0a-z/n", "0/x", "a.b-c.d0/x"}) {
        INFO(key);
        CHECK(label_key_faults(key).empty());
    }
    for (const auto* const key :
         {"a-/x", "a-.b/x", "a_b/x", "x./n", ".x/n", "aZ/n", "a/b-", "a/-b", "a:b", "a[b", "a`", "{a", "/"}) {
        INFO(key);
        CHECK_FALSE(label_key_faults(key).empty());
    }
}

TEST_CASE("each fault of a label key is told, the prefix's first") {
    const std::string prefix = "prefix part a lowercase RFC 1123 subdomain must consist of";
    const std::string name = "name part must consist of";
    CHECK(label_key_faults("A/x").starts_with(prefix));
    CHECK(label_key_faults("/a") == "prefix part must be non-empty");
    CHECK(label_key_faults("a/").starts_with("name part must be non-empty; " + name));
    CHECK_THAT(label_key_faults("A/-"), ContainsSubstring("*'); " + name));
    CHECK(label_key_faults(repeat(64, '-'))
              .starts_with("name part must be no more than 63 characters; " + name));
    CHECK(label_key_faults(repeat(254, 'P') + "/n")
              .starts_with("prefix part must be no more than 253 characters; " + prefix));
    CHECK(label_value_faults("-").starts_with("a valid label must be an empty string or consist of"));
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

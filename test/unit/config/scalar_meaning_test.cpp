#include "config/scalar_meaning.hpp"
#include "test/support/catch.hpp"

namespace scalar_meaning_test {

namespace {

using namespace barograph::config;

yaml_node plain(std::string text) {
    yaml_node node;
    node.text = std::move(text);
    node.plain = true;
    return node;
}

yaml_node tagged(std::string_view tag, std::string text) {
    auto node = plain(std::move(text));
    node.tag = "tag:yaml.org,2002:" + std::string(tag);
    return node;
}

TEST_CASE("YAML 1.1 has many words for true and false") {
    for (const auto* word : {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"}) {
        INFO(word);
        const auto meaning = meaning_of(plain(word)).value();
        CHECK(meaning.kind == scalar_kind::boolean);
        CHECK(meaning.truth);
    }
    for (const auto* word : {"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"}) {
        INFO(word);
        const auto meaning = meaning_of(plain(word)).value();
        CHECK(meaning.kind == scalar_kind::boolean);
        CHECK_FALSE(meaning.truth);
    }
    CHECK(meaning_of(plain("tRUE")).value().kind == scalar_kind::text);
}

TEST_CASE("null has five spellings") {
    for (const auto* word : {"", "~", "null", "Null", "NULL"}) {
        INFO(word);
        CHECK(meaning_of(plain(word)).value().kind == scalar_kind::null);
    }
    CHECK(meaning_of(plain("nULL")).value().kind == scalar_kind::text);
}

TEST_CASE("numbers are told from text") {
    for (const auto* word :
         {"0", "42", "-1", "+1", "0x1F", "0o17", "017", "0b101", "1_000", "18446744073709551615"}) {
        INFO(word);
        CHECK(meaning_of(plain(word)).value().kind == scalar_kind::integer);
    }
    for (const auto* word :
         {"1.5", ".5", "5.", "-1.5e+3", "1e3", ".inf", "-.Inf", ".NaN", "18446744073709551616"}) {
        INFO(word);
        CHECK(meaning_of(plain(word)).value().kind == scalar_kind::floating);
    }
    for (const auto* word :
         {".", "-", "+", "1e", "0x", "0xG", "1.2.3", "1a", "inf", "--1", "12:30:45", "e5"}) {
        INFO(word);
        CHECK(meaning_of(plain(word)).value().kind == scalar_kind::text);
    }
}

TEST_CASE("dates are told from text") {
    CHECK(meaning_of(plain("2001-01-01")).value().kind == scalar_kind::timestamp);
    CHECK(meaning_of(plain("2001-1-1T1:1:1Z")).value().kind == scalar_kind::timestamp);
    CHECK(meaning_of(plain("2001-01")).value().kind == scalar_kind::text);
    CHECK(meaning_of(plain("2001-01-01x")).value().kind == scalar_kind::text);
}

TEST_CASE("a scalar keeps its characters whatever it means") {
    CHECK(meaning_of(plain("1.50")).value().text == "1.50");
    CHECK(meaning_of(plain("1_000")).value().text == "1_000");
    CHECK(meaning_of(plain("yes")).value().text == "yes");
}

TEST_CASE("quoted text is text") {
    yaml_node quoted;
    quoted.text = "true";
    CHECK(meaning_of(quoted).value().kind == scalar_kind::text);
}

TEST_CASE("a tag overrides the looks") {
    CHECK(meaning_of(tagged("str", "12")).value().kind == scalar_kind::text);
    CHECK(meaning_of(tagged("bool", "yes")).value().truth);
    CHECK(meaning_of(tagged("float", "5")).value().kind == scalar_kind::floating);
    CHECK(meaning_of(tagged("binary", "aGVsbG8=")).value().text == "hello");
    CHECK(meaning_of(tagged("map", "x")).value().kind == scalar_kind::text);
    auto own = plain("12");
    own.tag = "!own";
    CHECK(meaning_of(own).value().kind == scalar_kind::text);
}

TEST_CASE("a tag that its text does not fit is an error") {
    CHECK_FALSE(meaning_of(tagged("int", "abc")));
    CHECK_FALSE(meaning_of(tagged("int", "1.5")));
    CHECK_FALSE(meaning_of(tagged("float", "abc")));
    CHECK_FALSE(meaning_of(tagged("bool", "1")));
    CHECK_FALSE(meaning_of(tagged("null", "abc")));
    CHECK_FALSE(meaning_of(tagged("timestamp", "abc")));
    CHECK_FALSE(meaning_of(tagged("binary", "*")));
}

} // namespace

} // namespace scalar_meaning_test

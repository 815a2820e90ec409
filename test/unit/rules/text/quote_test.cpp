#include "rules/text/quote.hpp"
#include "test/support/catch.hpp"

namespace text_quote_test {

namespace {

using namespace barograph::rules::text;
using namespace std::string_view_literals;

TEST_CASE("a quoted text is a string literal of Go and of PromQL") {
    CHECK(quoted("") == "\"\"");
    CHECK(quoted("a\"b\\c'd`e") == "\"a\\\"b\\\\c'd`e\"");
    CHECK(quoted("\a\b\f\n\r\t\v") == "\"\\a\\b\\f\\n\\r\\t\\v\"");
    CHECK(quoted("\0\x01\x1b\x7f"sv) == "\"\\x00\\x01\\x1b\\x7f\"");
    CHECK(quoted("münchen-東京") == "\"münchen-東京\"");
    CHECK(quoted("\u00a0\u200b\U000e0001") == "\"\\u00a0\\u200b\\U000e0001\"");
    CHECK(quoted("a\xffz") == "\"a\\xffz\"");
    CHECK(quoted("\u0080") == "\"\\u0080\"");
}

TEST_CASE("an escape never stands for half of a surrogate pair, nor for more than Unicode has") {
    CHECK(unescape("\\ud7ff", '"').has_value());
    CHECK(unescape("\\ue000", '"').has_value());
    CHECK(unescape("\\U0010ffff", '"').has_value());
    for (const auto* const text : {"\\ud800", "\\udbff", "\\udfff", "\\U00110000", "\\Uffffffff"}) {
        INFO(text);
        CHECK_FALSE(unescape(text, '"').has_value());
    }
}

TEST_CASE("only ASCII can be kept instead") {
    CHECK(quoted("é€🚀", keep_runes::ascii) == "\"\\u00e9\\u20ac\\U0001f680\"");
    CHECK(quoted("a\n", keep_runes::ascii) == "\"a\\n\"");
    CHECK(quoted("\uffff\U00010000", keep_runes::ascii) == "\"\\uffff\\U00010000\"");
}

TEST_CASE("a rune is quoted with apostrophes") {
    const auto quoted_rune = [](char32_t rune) {
        std::string out;
        append_quoted_rune(out, rune);
        return out;
    };
    CHECK(quoted_rune(U'x') == "'x'");
    CHECK(quoted_rune(U'\'') == "'\\''");
    CHECK(quoted_rune(U'"') == "'\"'");
    CHECK(quoted_rune(U'\n') == "'\\n'");
    CHECK(quoted_rune(0x10FFFF) == "'\\U0010ffff'");
    CHECK(quoted_rune(0xD7FF) == "'\\ud7ff'");
    CHECK(quoted_rune(0xE000) == "'\\ue000'");
    for (const auto none : {0xD800U, 0xDFFFU, 0x110000U})
        CHECK(quoted_rune(none) == "'\uFFFD'");
}

TEST_CASE("escapes are undone as Go does") {
    CHECK(unescape(R"(a\tb\x41\u00e9\U0001F680\101\\\")", '"') == "a\tbA\u00e9\U0001F680A\\\"");
    CHECK(unescape(R"(\')", '\'') == "'");
    CHECK(unescape("\"", '\'') == "\"");
    CHECK(unescape(R"(\xff)", '"') == "\xff");
    CHECK(unescape(R"(\060\077\176)", '"') == "0?~");
}

TEST_CASE("what Go does not know as an escape is none") {
    for (const auto* const body :
         {R"(\d)", R"(\)", R"(\x4)", R"(\xg0)", R"(\u00e)", R"(\ud800)", R"(\U00110000)", R"(\400)", R"(\08)",
          R"(\088)", R"(\128)", R"(\777)", R"(\d00000e9)", R"(\')", "a\"b", "a\nb"}) {
        INFO(body);
        CHECK_FALSE(unescape(body, '"'));
    }
}

TEST_CASE("quoting and unescaping give the same text back") {
    for (const auto text : {""sv, "plain"sv, "a\"\\\n\0\x7f\xff"sv, "é\u200b🚀"sv}) {
        const auto literal = quoted(text);
        CHECK(unescape(std::string_view(literal).substr(1, literal.size() - 2), '"') == text);
    }
}

TEST_CASE("a rune that is none is quoted as the replacement character, also where only ASCII is kept") {
    const auto in_ascii = [](char32_t rune) {
        std::string out;
        append_quoted_rune(out, rune, keep_runes::ascii);
        return out;
    };
    for (const auto none : {0xD800U, 0xDABCU, 0xDFFFU, 0x110000U, 0xFFFFFFFFU}) {
        INFO(none);
        CHECK(in_ascii(none) == "'\\ufffd'");
    }
    CHECK(in_ascii(0xD7FF) == "'\\ud7ff'");
    CHECK(in_ascii(0xE000) == "'\\ue000'");
    CHECK(in_ascii(0x10FFFF) == "'\\U0010ffff'");
}

} // namespace

} // namespace text_quote_test

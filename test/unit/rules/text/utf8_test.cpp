#include "rules/text/utf8.hpp"
#include "test/support/catch.hpp"

#include <vector>

namespace text_utf8_test {

namespace {

using namespace barograph::rules::text;
using namespace std::string_view_literals;

TEST_CASE("well-formed sequences of every length are decoded and written back") {
    for (const char32_t rune : {U'\0', U'a', U'\x7f', U'\x80', U'é', U'\u07ff', U'\u0800', U'東', U'\uffff',
                                U'\U00010000', U'\U0001F680', U'\U0010FFFF'}) {
        std::string bytes;
        append_rune(bytes, rune);
        const auto decoded = decode_rune(bytes);
        CHECK(decoded.valid);
        CHECK(decoded.rune == rune);
        CHECK(decoded.size == bytes.size());
        CHECK(is_valid_utf8(bytes));
    }
}

TEST_CASE("a byte that begins no well-formed sequence is one invalid rune") {
    for (const auto bytes : {"\x80"sv, "\xc0\x80"sv, "\xc1\xbf"sv, "\xe0\x80\x80"sv, "\xed\xa0\x80"sv,
                             "\xf0\x80\x80\x80"sv, "\xf4\x90\x80\x80"sv, "\xa9\x80"sv, "\xbf\xbf"sv,
                             "\x90\x90\x80\x80"sv, "\xa1\x80\x80\x80"sv, "\xf9\x80\x80\x80"sv,
                             "\xfc\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv, "\xff"sv, "\xe6\x9d"sv, "\xc3("sv}) {
        const auto decoded = decode_rune(bytes);
        CHECK_FALSE(decoded.valid);
        CHECK(decoded.rune == replacement_rune);
        CHECK(decoded.size == 1);
        CHECK_FALSE(is_valid_utf8(bytes));
    }
}

TEST_CASE("what is no Unicode scalar is written as the replacement character") {
    for (const char32_t rune : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}}) {
        std::string bytes;
        append_rune(bytes, rune);
        CHECK(bytes == "\xEF\xBF\xBD");
    }
}

TEST_CASE("runes are counted, each invalid byte as one") {
    CHECK(rune_count("") == 0);
    CHECK(rune_count("aé東\xff") == 4);
}

TEST_CASE("printable are letters, marks, numbers, punctuation, symbols and the ASCII space") {
    for (const char32_t rune :
         {U' ', U'~', U'é', U'東', U'\u0301', U'½', U'€', U'\u2014', U'\U0001F680', U'\ufffd'})
        CHECK(is_printable(rune));
    for (const char32_t rune : {U'\0', U'\n', U'\x7f', U'\x85', U'\u00a0', U'\u00ad', U'\u200b', U'\u2028',
                                U'\u3000', U'\ue000', U'\U000e0001', U'\U0010ffff', U'\u0378'})
        CHECK_FALSE(is_printable(rune));
}

} // namespace

} // namespace text_utf8_test

#include "config/source_text.hpp"
#include "test/support/catch.hpp"

namespace source_text_test {

namespace {

using namespace barograph::config;

TEST_CASE("text that a YAML file may hold has no fault") {
    CHECK_FALSE(find_text_fault(""));
    CHECK_FALSE(find_text_fault("a\tb\r\nc\xc2\x85 \xc2\xa0 \xef\xbb\xbf \xf0\x9f\x98\x80"));
}

TEST_CASE("a control character is named with its place") {
    const auto fault = find_text_fault("ab\x07");
    REQUIRE(fault);
    CHECK(fault->offset == 2);
    CHECK_THAT(fault->message, barograph::test::ContainsSubstring("U+0007"));
    CHECK(find_text_fault(std::string_view("a\0", 2)));
    CHECK(find_text_fault("\x7f"));
    CHECK(find_text_fault("\xc2\x9b"));
}

TEST_CASE("bytes that are not UTF-8 are found") {
    const auto* const text = GENERATE("\xff", "\xc3", "\xc3(", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80",
                                      "\xf5\x80\x80\x80", "\xf4\x90\x80\x80");
    const auto fault = find_text_fault(std::string("abc") + text);
    REQUIRE(fault);
    CHECK(fault->offset == 3);
    CHECK_FALSE(is_utf8(text));
}

TEST_CASE("UTF-16 is named as such") {
    CHECK_THAT(find_text_fault(std::string_view("\xff\xfe"
                                                "a\0",
                                                4))
                   .value()
                   .message,
               barograph::test::ContainsSubstring("UTF-16"));
}

TEST_CASE("a carriage return must end its line together with a newline") {
    CHECK_FALSE(find_text_fault("a\r\nb"));
    CHECK(find_text_fault("a\rb").value().offset == 1);
    CHECK(find_text_fault("a\r").value().offset == 1);
}

TEST_CASE("positions count lines and characters from 1") {
    const line_index lines("ab\nüx\n\nz");
    CHECK(lines.at(0) == position{1, 1});
    CHECK(lines.at(2) == position{1, 3});
    CHECK(lines.at(3) == position{2, 1});
    CHECK(lines.at(5) == position{2, 2});
    CHECK(lines.at(7) == position{3, 1});
    CHECK(lines.at(8) == position{4, 1});
    CHECK(lines.at(9) == position{4, 2});
    CHECK(lines.at(1000) == position{4, 2});
    CHECK(lines.line_at(5) == 2);
}

TEST_CASE("an offset is found again from its position") {
    const line_index lines("ab\nüx\n\nz");
    for (const std::size_t offset : {0U, 1U, 2U, 3U, 5U, 6U, 7U, 8U, 9U}) {
        CHECK(lines.offset_of(lines.at(offset)) == offset);
    }
    CHECK(lines.offset_of({1, 50}) == 2);
    CHECK(lines.offset_of({9, 1}) == 9);
}

} // namespace

} // namespace source_text_test

#include "config/printable.hpp"
#include "test/support/catch.hpp"

namespace printable_test {

namespace {

using namespace barograph::config;

TEST_CASE("text is shown as it is, in any language") {
    CHECK(printable("Zürich 東京 \\d+ \"x\"") == "Zürich 東京 \\d+ \"x\"");
}

TEST_CASE("what could break a line or move a terminal's cursor is shown as an escape") {
    CHECK(printable("a\nb\tc\rd") == "a\\nb\\tc\\rd");
    CHECK(printable("\x1b[2J") == "\\x1b[2J");
    CHECK(printable("\xc2\x9b"
                    "2J") == "\\xc2\\x9b2J");
    CHECK(printable("\xc2\x85") == "\\xc2\\x85");
    CHECK(printable(std::string_view("\0", 1)) == "\\x00");
}

TEST_CASE("bytes that are not UTF-8 are shown as escapes") {
    CHECK(printable("a\xff\xc3") == "a\\xff\\xc3");
}

TEST_CASE("long text is cut between characters when quoted") {
    CHECK(in_quotes("short") == "\"short\"");
    CHECK(in_quotes(std::string(81, 'x')) == '"' + std::string(80, 'x') + "…\"");
    CHECK(in_quotes(std::string(79, 'x') + "éé") == '"' + std::string(79, 'x') + "…\"");
}

} // namespace

} // namespace printable_test

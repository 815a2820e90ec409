#include "config/text_position.hpp"
#include "test/support/catch.hpp"

namespace text_position_test {

namespace {

using namespace barograph::config;

/// Where in the file the mark `@` stands that came to stand in the text of the only value: "line:column".
std::string place_of_mark(std::string_view yaml) {
    const auto document = yaml_document::parse("f", yaml).value();
    const auto& value = *document.root().children[1].node;
    const auto offset = source_offset(document, value, value.text.find('@'));
    const auto place = document.lines().at(offset);
    return std::to_string(place.line) + ':' + std::to_string(place.column);
}

TEST_CASE("a place in a plain scalar is found in the file") {
    CHECK(place_of_mark("key: ab@c") == "1:8");
    CHECK(place_of_mark("key: &x !!str ab@c") == "1:17");
    CHECK(place_of_mark("key:\n  äö@\n") == "2:5");
}

TEST_CASE("a place in a plain scalar of several lines is found") {
    CHECK(place_of_mark("key: ab\n  cd@\n") == "2:5");
    CHECK(place_of_mark("key: ab  \n\n\n    cd @ e\n") == "4:8");
}

TEST_CASE("a place in single quotes is found behind doubled quotes") {
    CHECK(place_of_mark("key: 'ab@'") == "1:9");
    CHECK(place_of_mark("key: 'it''s''@'") == "1:14");
    CHECK(place_of_mark("key: 'ab\n\n  cd@'") == "3:5");
}

TEST_CASE("a place in double quotes is found behind escapes") {
    CHECK(place_of_mark(R"(key: "ab@")") == "1:9");
    CHECK(place_of_mark(R"(key: "\"\\\n@")") == "1:13");
    CHECK(place_of_mark(R"(key: "\x41\u00e9\U0001F600@")") == "1:27");
    CHECK(place_of_mark("key: \"ab\\\n   cd\n   e@\"") == "3:5");
}

TEST_CASE("a place in a literal block is found behind its indentation") {
    CHECK(place_of_mark("key: |\n  ab\n  c@\n") == "3:4");
    CHECK(place_of_mark("key: |-\n    ab\n      c@\n") == "3:8");
    CHECK(place_of_mark("key: | # comment\n\n\n  a\n\n  @\n") == "6:3");
    CHECK(place_of_mark("key: |2\n    a@\n") == "2:6");
    CHECK(place_of_mark("key: |\r\n  ab\r\n  c@\r\n") == "3:4");
}

TEST_CASE("a place in a folded block is found behind its line breaks") {
    CHECK(place_of_mark("key: >\n  ab\n  c@\n") == "3:4");
    CHECK(place_of_mark("key: >-\n  ab\n\n  c@\n") == "4:4");
    CHECK(place_of_mark("key: >\n  ab\n    more@\n  c\n") == "3:9");
}

TEST_CASE("no offset leads out of the file") {
    const auto document = yaml_document::parse("f", "key: |\n  ab").value();
    CHECK(source_offset(document, *document.root().children[1].node, 1000) <= document.text().size());
    CHECK(source_offset(document, document.root(), 5) == 0);
}

} // namespace

} // namespace text_position_test

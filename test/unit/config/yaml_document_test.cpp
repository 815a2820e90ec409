#include "config/yaml_document.hpp"
#include "test/support/catch.hpp"

namespace yaml_document_test {

namespace {

using namespace barograph::config;
using barograph::test::ContainsSubstring;
using barograph::test::StartsWith;

yaml_document parsed(std::string_view text) {
    auto document = yaml_document::parse("f", text);
    if (!document) {
        throw std::runtime_error(to_string(document.error()));
    }
    return std::move(*document);
}

std::string refusal(std::string_view text, const yaml_limits& limits = {}) {
    const auto document = yaml_document::parse("f", text, limits);
    return document ? "(accepted)" : to_string(document.error());
}

std::string repeat(std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) {
        out += text;
    }
    return out;
}

TEST_CASE("a tree keeps kinds, texts, quoting and places") {
    const auto document = parsed("a: [1, '2']\nb: {c: ~}\n");
    const auto& root = document.root();
    REQUIRE(root.what == yaml_node::kind::map);
    REQUIRE(root.children.size() == 4);
    CHECK(root.children[0].node->text == "a");
    const auto& list = *root.children[1].node;
    REQUIRE(list.what == yaml_node::kind::list);
    REQUIRE(list.children.size() == 2);
    CHECK(list.children[0].node->plain);
    CHECK_FALSE(list.children[1].node->plain);
    CHECK(list.children[1].node->text == "2");
    CHECK(document.lines().at(list.children[1].node->offset) == position{1, 8});
    CHECK(root.children[3].node->children[1].node->text == "~");
}

TEST_CASE("repeated keys are kept, for who reads the tree to judge") {
    CHECK(parsed("a: 1\na: 2\n").root().children.size() == 4);
}

TEST_CASE("an alias is the node that it names, and known as an alias") {
    const auto document = parsed("a: &x [1]\nb: *x\n");
    const auto& children = document.root().children;
    CHECK(children[3].node == children[1].node);
    CHECK(children[3].by_alias);
    CHECK_FALSE(children[1].by_alias);
}

TEST_CASE("of two anchors with one name an alias means the one before it") {
    const auto document = parsed("[&x 1, *x, &x 2, *x]");
    const auto& items = document.root().children;
    CHECK(items[1].node->text == "1");
    CHECK(items[3].node->text == "2");
}

TEST_CASE("tags are written in their long form") {
    CHECK(parsed("!!str 1").root().tag == "tag:yaml.org,2002:str");
    CHECK(parsed("!own 1").root().tag == "!own");
    CHECK(parsed("1").root().tag.empty());
    CHECK_FALSE(parsed("! 1").root().plain);
}

TEST_CASE("a file without a document is null") {
    for (const auto* text : {"", "\n", "# only a comment\n", "---\n", "---\n...\n", "\xef\xbb\xbf"}) {
        INFO(text);
        CHECK(parsed(text).root().text.empty());
        CHECK(parsed(text).root().plain);
    }
}

TEST_CASE("offsets count from behind a byte order mark") {
    const auto document = parsed("\xef\xbb\xbf"
                                 "a: b");
    CHECK(document.text() == "a: b");
    CHECK(document.root().children[1].node->offset == 3);
}

TEST_CASE("a second document is refused, an empty one at the end is not") {
    CHECK_THAT(refusal("a: 1\n---\nb: 2\n"), StartsWith("f:2:1: a second YAML document"));
    CHECK_THAT(refusal("---\n---\na: 1\n"), StartsWith("f:2:1: a second YAML document"));
    CHECK_THAT(refusal("a: 1\n--- x\n"), StartsWith("f:2:1: a second YAML document"));
    CHECK(refusal("a: 1\n---\n") == "(accepted)");
    CHECK(refusal("a: 1\n...\n---\n# nothing\n") == "(accepted)");
}

TEST_CASE("text that no document holds is refused") {
    CHECK_THAT(refusal("{a: 1}\nb\n"), StartsWith("f:2:1: text behind the end"));
    CHECK_THAT(refusal("  a: 1\nb: 2\n"), StartsWith("f:2:1: text behind the end"));
    CHECK_THAT(refusal(", a"), ContainsSubstring("text that belongs to nothing"));
    CHECK_THAT(refusal("a: 1\n, b"), ContainsSubstring("f:2:1:"));
}

TEST_CASE("an alias inside its own anchor is refused") {
    CHECK_THAT(refusal("a: &x [1, *x]"), StartsWith("f:1:11: the alias stands inside its own anchor"));
}

TEST_CASE("quoted text that the end of the file cuts off is refused") {
    CHECK_THAT(refusal("a: 'b\n"), StartsWith("f:1:4: quoted text without an end"));
    CHECK_THAT(refusal("a: \"b\\\"\n"), StartsWith("f:1:4: quoted text without an end"));
    CHECK_THAT(refusal("a: !!str 'it''s\n"), StartsWith("f:1:10: quoted text without an end"));
    CHECK_THAT(refusal("a: 'b"), ContainsSubstring("expected the closing quote"));
}

TEST_CASE("escapes are those of YAML 1.1") {
    CHECK(parsed("\"\\u00a0\\x41\\U0001F600\"").root().text == "\u00a0A\U0001F600");
    CHECK(parsed("\"\u00e9\\_\\N\u0785\\L\U0001F600\\N\"").root().text ==
          "\u00e9\u00a0\u0085\u0785\u2028\U0001F600\u0085");
    CHECK_THAT(refusal("a: \"b\\/\""), StartsWith("f:1:6: the escape \\/"));
    CHECK_THAT(refusal("a: \"\\\\\\/\""), StartsWith("f:1:7: the escape \\/"));
    CHECK(refusal("a: \"\\\\/\"") == "(accepted)");
    CHECK(refusal("a: \"b\" # \\/") == "(accepted)");
    CHECK(refusal("a: '\\/'\nb: \\/") == "(accepted)");
}

TEST_CASE("rules are YAML 1.1, and a file that says otherwise is refused") {
    CHECK(refusal("%YAML 1.1\n---\na: 1\n") == "(accepted)");
    CHECK(refusal("# c\n%TAG ! tag:example.com,2000:\n---\na: 1\n") == "(accepted)");
    CHECK_THAT(refusal("%YAML 1.2\n---\na: 1\n"), StartsWith("f:1:1: %YAML with another version"));
    CHECK_THAT(refusal("%YAML\n---\na: 1\n"), ContainsSubstring("another version"));
    CHECK_THAT(refusal("\n%FOO\n---\na: 1\n"), StartsWith("f:2:1: an unknown directive"));
}

TEST_CASE("syntax errors say in words what is wrong and what is expected") {
    CHECK(refusal("a:\n\t- b\n") == "f:2:2: a tab in the indentation; expected spaces");
    CHECK_THAT(refusal("- a: b\n   c: d\n"), StartsWith("f:2:5: a `: ` where no value can stand; expected"));
    CHECK_THAT(refusal("- a: b\n c: d\n"), StartsWith("f:2:2: a line that does not belong to the list"));
    CHECK_THAT(refusal("a:\n    b: 1\n  c: 2\n"),
               StartsWith("f:3:3: a line that does not belong to the map"));
    CHECK_THAT(refusal("a: {b: c"), ContainsSubstring("expected `,` or `}`"));
    CHECK_THAT(refusal("a: [b, c"), ContainsSubstring("expected `,` or `]`"));
    CHECK_THAT(refusal("a: b]\nc: ]\n"), StartsWith("f:2:4: a closing bracket that nothing opened"));
    CHECK_THAT(refusal("a: @b"), StartsWith("f:1:4: \"@\" cannot begin a value; expected quotes"));
    CHECK_THAT(refusal("a: *b"), StartsWith("f:1:4: an alias without an anchor"));
    CHECK_THAT(refusal("a: \"\\d+\""), ContainsSubstring("a backslash before \"d\" in double quotes"));
    CHECK_THAT(refusal("a: \"\\xg0\""), ContainsSubstring("hexadecimal"));
    CHECK_THAT(refusal("a: b: c"), ContainsSubstring("quotes around text that holds `: `"));
    CHECK_THAT(refusal("a: | b\n"), ContainsSubstring("begin on the next line"));
}

TEST_CASE("no file is too deep, too big or too full to be refused politely") {
    CHECK_THAT(refusal(repeat("[", 100'000)), ContainsSubstring("more than 64 lists and maps"));
    CHECK_THAT(refusal(repeat("{a: ", 100'000)), ContainsSubstring("more than 64 lists and maps"));
    CHECK_THAT(refusal(repeat("- ", 100'000)), ContainsSubstring("more than 64 lists and maps"));
    CHECK_THAT(refusal(repeat("[", 65) + repeat("]", 65)), ContainsSubstring("more than 64 lists and maps"));
    CHECK(refusal(repeat("[", 64) + repeat("]", 64)) == "(accepted)");
    CHECK_THAT(refusal("[" + repeat(",", 300'000)), ContainsSubstring("more than 250000 values"));
    CHECK(refusal("abcd", {.bytes = 3}) == "f: larger than 3 bytes; expected a file of rules");
    CHECK(refusal("abc", {.bytes = 3}) == "(accepted)");
}

} // namespace

} // namespace yaml_document_test

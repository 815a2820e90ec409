#include "prometheus/json_reader.hpp"
#include "test/support/catch.hpp"

#include <optional>
#include <vector>

namespace json_reader_test {

using namespace barograph::prometheus;

namespace {

std::string name_of(json_kind kind) {
    switch (kind) {
    case json_kind::null:
        return "null";
    case json_kind::boolean:
        return "boolean";
    case json_kind::number:
        return "number";
    case json_kind::string:
        return "string";
    case json_kind::object:
        return "object";
    case json_kind::array:
        return "array";
    }
    return "none";
}

// Writes down what it receives: path, kind, text.
class recorder final : public json_visitor {
public:
    bool value(const json_path& path, json_kind kind, std::string_view text) override {
        std::string line;
        for (std::size_t i = 0; i < path.depth(); ++i) {
            line += path[i].in_array ? "[" + std::to_string(path[i].index) + "]" : "." + path[i].key;
        }
        lines.push_back(line + " " + name_of(kind) + " " + std::string(text));
        return lines.size() < stop_after;
    }

    std::vector<std::string> lines;
    std::size_t stop_after = 1'000'000;
};

// What is given when the document comes in pieces of this size; nothing when it is none.
std::optional<std::vector<std::string>> in_pieces(const std::string& text, std::size_t size) {
    recorder seen;
    json_reader reader(seen);
    for (std::size_t at = 0; at < text.size(); at += size) {
        reader.write(std::string_view(text).substr(at, size));
    }
    return reader.finish() ? std::optional(seen.lines) : std::nullopt;
}

// The same however it comes.
bool is_json(const std::string& text) {
    recorder ignored;
    const bool whole = read_json(text, ignored);
    CHECK(in_pieces(text, 1).has_value() == whole);
    return whole;
}

} // namespace

TEST_CASE("a document is given value by value, each with the path that leads to it") {
    recorder seen;
    CHECK(read_json(R"({"a":[1,{"b":"x"},[true]],"c":null,"d":{}, "e":"\u00e9\n"})", seen));
    CHECK(seen.lines == std::vector<std::string>{" object ", ".a array ", ".a[0] number 1", ".a[1] object ",
                                                 ".a[1].b string x", ".a[2] array ", ".a[2][0] boolean true",
                                                 ".c null ", ".d object ", ".e string \xc3\xa9\n"});
}

TEST_CASE("numbers are given as they are written, where writing matters") {
    recorder seen;
    CHECK(read_json("[0,-7,18446744073709551615,1700000000.781,1e3,1E+3,99999999999999999999]", seen));
    CHECK(seen.lines == std::vector<std::string>{" array ", "[0] number 0", "[1] number -7",
                                                 "[2] number 18446744073709551615",
                                                 "[3] number 1700000000.781", "[4] number 1e3",
                                                 "[5] number 1E+3", "[6] number 99999999999999999999"});
}

TEST_CASE("wherever the pieces end, the same is given") {
    const std::string text =
        R"( {"a\u00e9":[1,-2.5e+3,{"b":"x\ud83d\ude00\n\\y"},[true]],"c":null,"d":{}, "e":"\u20ac)"
        "\xe2\x82\xac\xf0\x9f\x98\x80"
        R"(","f":99999999999999999999,"g":[[],false,1700000000.781,18446744073709551615]} )";
    const auto whole = in_pieces(text, text.size());
    REQUIRE(whole.has_value());
    CHECK(whole->size() == 17);
    for (std::size_t size = 1; size < text.size(); ++size) {
        CHECK(in_pieces(text, size) == whole);
    }
}

TEST_CASE("what has failed goes on failing, and is not looked at any more") {
    recorder seen;
    json_reader reader(seen);
    CHECK(reader.write("[1"));
    CHECK_FALSE(reader.write(",}"));
    CHECK_FALSE(reader.write(",2]"));
    CHECK_FALSE(reader.finish());
    CHECK(seen.lines == std::vector<std::string>{" array ", "[0] number 1"});
}

TEST_CASE("a document that has ended takes white space and nothing else") {
    recorder seen;
    json_reader reader(seen);
    CHECK(reader.write("{}"));
    CHECK(reader.write(" "));
    CHECK(reader.write(""));
    CHECK(reader.write("\n"));
    SECTION("and is whole") {
        CHECK(reader.finish());
    }
    SECTION("be it another document") {
        CHECK_FALSE(reader.write("{}"));
        CHECK_FALSE(reader.finish());
    }
}

TEST_CASE("a member that comes twice is given twice") {
    recorder seen;
    CHECK(read_json(R"({"a":1,"a":2})", seen));
    CHECK(seen.lines == std::vector<std::string>{" object ", ".a number 1", ".a number 2"});
}

TEST_CASE("the visitor ends the reading") {
    recorder seen;
    seen.stop_after = 2;
    CHECK_FALSE(read_json("[1,2,3]", seen));
    CHECK(seen.lines.size() == 2);
}

TEST_CASE("what is not exactly one JSON document is malformed") {
    const std::string text =
        GENERATE(as<std::string>(), "", " ", "<html>", "{", "[1", R"({"a":1)", R"({"a")", "[1,]",
                 R"({"a":1,})", "{} {}", "{}x", "[1] trailing", "'a'", "nul", "01", "1.", "+1", "NaN",
                 "Infinity", "[1 2]", R"("a)", "\"\n\"", R"("\x")", "1e400", "\"\xff\"", "\"\xc3\"",
                 "\"\xed\xa0\x80\"", R"("\ud800")", "// comment\n1", "\xef\xbb\xbf{}");
    INFO(text);
    CHECK_FALSE(is_json(text));
}

TEST_CASE("white space around the document is nothing") {
    CHECK(is_json(" \r\n\t{ } \n"));
}

TEST_CASE("nesting is bounded, whatever is nested") {
    const auto nested = [](std::size_t depth, const std::string& open, const std::string& close) {
        std::string text;
        for (std::size_t i = 0; i < depth; ++i) {
            text += open;
        }
        text += "1";
        for (std::size_t i = 0; i < depth; ++i) {
            text += close;
        }
        return text;
    };
    CHECK(is_json(nested(64, "[", "]")));
    CHECK_FALSE(is_json(nested(65, "[", "]")));
    CHECK(is_json(nested(64, "{\"a\":", "}")));
    CHECK_FALSE(is_json(nested(65, "{\"a\":", "}")));
    recorder ignored;
    CHECK_FALSE(read_json(std::string(16 << 20, '['), ignored));
}

TEST_CASE("a path is compared with a pattern of members and elements") {
    class matcher final : public json_visitor {
    public:
        bool value(const json_path& path, json_kind kind, std::string_view) override {
            if (kind == json_kind::number) {
                CHECK(path.is({"a", "#", "b"}));
                CHECK(path.is({"a", "#", "*"}));
                CHECK_FALSE(path.is({"a", "*", "b"}));
                CHECK_FALSE(path.is({"#", "#", "b"}));
                CHECK_FALSE(path.is({"a", "#"}));
                CHECK_FALSE(path.is({"a", "#", "b", "c"}));
                CHECK(path.starts_with({"a", "#"}));
                CHECK(path.starts_with({}));
                CHECK_FALSE(path.starts_with({"b"}));
                CHECK_FALSE(path.starts_with({"a", "#", "b", "c"}));
                ++numbers;
            }
            return true;
        }

        int numbers = 0;
    } seen;

    CHECK(read_json(R"({"a":[{"b":1}]})", seen));
    CHECK(seen.numbers == 1);
}

} // namespace json_reader_test

#include "server/json_text.hpp"
#include "test/support/catch.hpp"

#include <nlohmann/json.hpp>

namespace json_text_test {

using barograph::server::to_json_text;
using json = nlohmann::ordered_json;

TEST_CASE("compact text ends in a newline, indented text does not") {
    const json object{{"b", 1}, {"a", json::array()}};
    CHECK(to_json_text(object, false) == "{\"b\":1,\"a\":[]}\n");
    CHECK(to_json_text(object, true) == "{\n  \"b\": 1,\n  \"a\": []\n}");
}

TEST_CASE("characters that are dangerous in a page or a script are escaped") {
    CHECK(to_json_text("<a href=\"x\">&'\u2028\u2029\u2027", false) ==
          "\"\\u003ca href=\\\"x\\\"\\u003e\\u0026'\\u2028\\u2029\u2027\"\n");
}

TEST_CASE("bytes that are no UTF-8 are replaced, never sent and never thrown about") {
    CHECK(to_json_text(json{{"a\xff", "b\xc3"}}, false) == "{\"a\uFFFD\":\"b\uFFFD\"}\n");
}

} // namespace json_text_test

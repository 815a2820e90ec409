#include "test/support/catch.hpp"
#include "test/unit/rules/template/run.hpp"

namespace template_escaping_test {

namespace {

using barograph::test::run;

TEST_CASE("html escapes markup") {
    CHECK(run("<<html \"<a href='x'>&\\\"\\x00\">>") == "&lt;a href=&#39;x&#39;&gt;&amp;&#34;\uFFFD");
}

TEST_CASE("js escapes what ends a string or a script") {
    CHECK(run("<<js \"\\\\'\\\"<>&=\\n\\x01é\\u200b\\U000e0001\">>") ==
          "\\\\\\'\\\"\\u003C\\u003E\\u0026\\u003D\\u000A\\u0001é\\u200B\\uE0001");
}

TEST_CASE("urlquery escapes for one value of a query") {
    CHECK(run("<<urlquery \"a b+c=é/~_-.\">>") == "a+b%2Bc%3D%C3%A9%2F~_-.");
}

TEST_CASE("letters and digits stay, from the first to the last") {
    CHECK(run("<<urlquery \"azAZ09\">>") == "azAZ09");
    CHECK(run("<<urlquery \"@[`{/:\">>") == "%40%5B%60%7B%2F%3A");
}

TEST_CASE("several arguments, or ones that are no text, are printed first") {
    CHECK(run("<<html .Text 1 \"<\" 2>>|<<urlquery 1 2>>|<<js true>>") == "queue_depth1&lt;2|1+2|true");
    CHECK(run("<<html .Map.nope>>") == "&lt;no value&gt;");
}

TEST_CASE("js leaves what can be seen, blanks too, and writes runes of any length") {
    CHECK(run("<<js \"a b\\x1f=\\x7f\\u0080é\\U00100000\\U0010ffff\">>") ==
          "a b\\u001F\\u003D\x7f\\u0080é\\u100000\\u10FFFF");
}

} // namespace

} // namespace template_escaping_test

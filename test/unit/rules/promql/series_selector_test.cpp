#include "rules/promql/series_selector.hpp"
#include "test/support/catch.hpp"

namespace promql_series_selector_test {

namespace {

using namespace barograph::rules::promql;
using barograph::test::ContainsSubstring;

using kind = match_kind;

series_selector parsed(std::string_view text) {
    auto result = parse_series_selector(text);
    INFO(text << ": " << (result ? "" : result.error().message));
    REQUIRE(result);
    return *std::move(result);
}

TEST_CASE("the series name is found in whichever way it is fixed") {
    for (const auto* const text : {"up", "up{}", " up {} ", "up{job=\"x\"}", "{__name__=\"up\"}", "{'up'}",
                                   "{\"up\",job=\"x\"}", "{job='x',\"up\",}", "{`__name__`=`up`}"}) {
        INFO(text);
        CHECK(parsed(text).name == "up");
    }
    CHECK(parsed("{\"http.server\"}").name == "http.server");
    CHECK_FALSE(parsed("{__name__=~\"up\"}").name);
    CHECK_FALSE(parsed("{job=\"x\"}").name);
}

TEST_CASE("matchers keep their order, their operators and their decoded values") {
    CHECK(parsed("x{a=\"1\",b!='2', c=~`\\d+`,d!~\"\\\\d\",\"e.f\"=\"\\u00e9\",}").matchers ==
          std::vector<label_matcher>{{"a", kind::equal, "1"},
                                     {"b", kind::not_equal, "2"},
                                     {"c", kind::regex, "\\d+"},
                                     {"d", kind::not_regex, "\\d"},
                                     {"e.f", kind::equal, "é"}});
}

TEST_CASE("comments and line breaks may stand between the words") {
    CHECK(parsed("x # the name\n{\n a = \"b\" # }\n}").matchers.size() == 1);
}

TEST_CASE("a selector that would select every series is refused") {
    for (const auto* const text :
         {"{}", "{a=\"\"}", "{a=~\".*\"}", "{a!=\"x\"}", "{a!~\"x\"}", "{__name__=\"\"}", "{a=~\"x|\"}"}) {
        INFO(text);
        CHECK_THAT(parse_series_selector(text).error().message, ContainsSubstring("selects every series"));
    }
    for (const auto* const text : {"{a!=\"\"}", "{a=~\".+\"}", "{a!~\".*\"}", "{a!=\"\",b=\"\"}"}) {
        INFO(text);
        CHECK(parse_series_selector(text));
    }
}

TEST_CASE("what is no selector is refused, with the place of the fault") {
    struct row {
        std::string_view text;
        std::size_t offset;
        std::string_view message;
    };

    for (const auto& [text, offset, message] : {
             row{"", 0, "the text ends; expected a series name or {"},
             row{"1x", 0, "found 1x; expected a series name"},
             row{"on", 0, "a word of the language"},
             row{"up[5m]", 2, "found [; expected nothing more"},
             row{"sum(up)", 3, "found (; expected nothing more"},
             row{"up offset 5m", 3, "found offset; expected nothing more"},
             row{"{a=\"b\"", 6, "the text ends; expected , or }"},
             row{"{a=\"b}", 3, "a string is not closed"},
             row{"{a=b}", 3, "found b; expected a value in quotes"},
             row{"{a}", 2, "found }; expected one of = != =~ !~"},
             row{"{a==\"b\"}", 3, "found =; expected a value in quotes"},
             row{"{a=\"b\",,}", 7, "found ,; expected a label name"},
             row{"{a:b=\"c\"}", 1, "found a:b; expected a label name"},
             row{"{\"\\d\"=\"a\"}", 1, "an escape that PromQL does not know"},
             row{"{a=\"b\",c=\"\"", 11, "the text ends; expected , or }"},
             row{" {}", 0, "selects every series"},
             row{"up\xff", 0, "not UTF-8"},
             row{"{a=\"\\d\"}", 3, "an escape that PromQL does not know"},
             row{"{a=~\"(\"}", 4, "missing )"},
             row{"x{__name__=\"y\"}", 2, "the series name is set twice"},
             row{"x{\"y\"}", 2, "the series name is set twice"},
             row{"up\u0434ata", 2, "found \u0434; expected nothing more"},
             row{"{\u20acur=\"x\"}", 1, "found \u20ac; expected a label name"},
             row{"{a\u2260\"x\"}", 2, "found \u2260; expected one of = != =~ !~"},
             row{"up\u00a0", 2, "found \"\\u00a0\"; expected nothing more"},
         }) {
        INFO(text);
        const auto result = parse_series_selector(text);
        REQUIRE_FALSE(result);
        CHECK(result.error().offset == offset);
        CHECK_THAT(result.error().message, ContainsSubstring(std::string(message)));
    }
}

TEST_CASE("of two matchers on the name the first fixes it, and the other stays a matcher") {
    const auto twice = parsed("{__name__=\"a\",__name__=\"b\"}");
    CHECK(twice.name == "a");
    CHECK(twice.matchers == std::vector<label_matcher>{{"__name__", kind::equal, "b"}});
}

TEST_CASE("one matcher that refuses the empty value is enough, wherever it stands") {
    for (const auto* const text :
         {"{a=~\".*\",b=~\".+\"}", "{a=~\".+\",b=~\".*\"}", "{a!~\"x\",b!~\".*\",c=\"\"}"}) {
        INFO(text);
        CHECK(parse_series_selector(text));
    }
    CHECK_FALSE(parse_series_selector("{a=~\".*\",b=~\".*\",c!~\"x\"}"));
}

} // namespace

} // namespace promql_series_selector_test

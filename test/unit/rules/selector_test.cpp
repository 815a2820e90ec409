#include "rules/selector.hpp"
#include "test/support/catch.hpp"

namespace selector_test {

namespace {

using namespace barograph::rules;

using op = selector_operator;

requirement only(std::string_view text) {
    const auto parsed = parse_selector(text);
    REQUIRE(parsed);
    REQUIRE(parsed->requirements.size() == 1);
    return parsed->requirements.front();
}

std::string normal_form(std::string_view text) {
    const auto parsed = parse_selector(text);
    INFO(text << ": " << (parsed ? "" : parsed.error()));
    REQUIRE(parsed);
    return to_string(*parsed);
}

TEST_CASE("each operator of a label selector is read") {
    CHECK(only("app=web") == requirement{"app", op::equals, {"web"}});
    CHECK(only("app==web") == requirement{"app", op::double_equals, {"web"}});
    CHECK(only("app!=web") == requirement{"app", op::not_equals, {"web"}});
    CHECK(only("app in (web)") == requirement{"app", op::in, {"web"}});
    CHECK(only("app notin (web)") == requirement{"app", op::not_in, {"web"}});
    CHECK(only("app") == requirement{"app", op::exists, {}});
    CHECK(only("!app") == requirement{"app", op::does_not_exist, {}});
    CHECK(only("n>5") == requirement{"n", op::greater_than, {"5"}});
    CHECK(only("n<5") == requirement{"n", op::less_than, {"5"}});
}

TEST_CASE("an empty selector, or one of white space, selects everything") {
    CHECK(parse_selector("")->requirements.empty());
    CHECK(parse_selector(" \t\r\n")->requirements.empty());
}

TEST_CASE("requirements are sorted by key, and those on one key keep their order") {
    CHECK(normal_form("zone=a,!gpu,app=y,app!=x") == "app=y,app!=x,!gpu,zone=a");
    CHECK(normal_form("b=1,B=1,2=1,a=1") == "2=1,B=1,a=1,b=1");
}

TEST_CASE("the values of a set are sorted by byte and unique") {
    CHECK(only("k in (b,a,B,a,10,9)").values == std::vector<std::string>{"10", "9", "B", "a", "b"});
}

TEST_CASE("a missing value is the empty one") {
    CHECK(only("a=").values == std::vector<std::string>{""});
    CHECK(only("a!=").values == std::vector<std::string>{""});
    CHECK(only("a in ()").values == std::vector<std::string>{""});
    CHECK(only("a in (,)").values == std::vector<std::string>{""});
    CHECK(only("a in (,x)").values == std::vector<std::string>{"", "x"});
    CHECK(only("a in (x,)").values == std::vector<std::string>{"", "x"});
    CHECK(only("a in (x,,y)").values == std::vector<std::string>{"", "x", "y"});
}

TEST_CASE("in and notin are ordinary words where no operator can stand") {
    CHECK(only("in") == requirement{"in", op::exists, {}});
    CHECK(only("!notin") == requirement{"notin", op::does_not_exist, {}});
    CHECK(only("in in (in,notin)") == requirement{"in", op::in, {"in", "notin"}});
    CHECK(only("notin=in") == requirement{"notin", op::equals, {"in"}});
}

TEST_CASE("white space separates words and means nothing else") {
    CHECK(normal_form(" a = b ,\n c in( d ,e )\t, ! f ") == "a=b,c in (d,e),!f");
}

TEST_CASE("the normal form reads back as an equal selector") {
    for (const auto* const text : {"", "a", "!a", "a=", "a==b", "a!=b", "a in (,b)", "a notin (b,c)", "a>1",
                                   "a<2", "x.io/a=b,x.io/a!=c,z"}) {
        INFO(text);
        const auto parsed = parse_selector(text);
        REQUIRE(parsed);
        CHECK(parse_selector(to_string(*parsed)) == parsed);
    }
}

TEST_CASE("a requirement that is made, not parsed, is checked and sorted too") {
    CHECK(make_requirement("app", op::in, {"b", "a", "b"}) == requirement{"app", op::in, {"a", "b"}});
    CHECK(!make_requirement("app", op::in, {}));
    CHECK(!make_requirement("app", op::equals, {"a", "b"}));
    CHECK(!make_requirement("app", op::equals, {"a", "a"}));
    CHECK(!make_requirement("app", op::exists, {"a"}));
    CHECK(!make_requirement("app", op::less_than, {"1", "2"}));
    CHECK(!make_requirement("a b", op::exists, {}));
    CHECK(!make_requirement("app", op::equals, {"a\"b"}));
}

} // namespace

} // namespace selector_test

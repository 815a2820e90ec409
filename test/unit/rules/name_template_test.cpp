#include "rules/name_template.hpp"
#include "test/support/catch.hpp"

namespace name_template_test {

namespace {

using namespace barograph::rules;

std::string expanded(std::string_view text, std::string_view pattern, std::string_view series) {
    const auto compiled = regex::compile(pattern).value();
    const auto groups = compiled.find(series);
    REQUIRE(groups);
    return name_template(text, compiled).expand(*groups);
}

TEST_CASE("groups are referred to by number and by name, with braces and without") {
    constexpr auto pattern = "^(?P<app>[a-z]+)_(.*)$";
    CHECK(expanded("$1:$2", pattern, "shop_orders") == "shop:orders");
    CHECK(expanded("${2}_of_${app}", pattern, "shop_orders") == "orders_of_shop");
    CHECK(expanded("$app-$0", pattern, "shop_orders") == "shop-shop_orders");
}

TEST_CASE("of groups with one name the first that took part counts, even when it is empty") {
    constexpr auto either = "^(?:a_(?P<n>.*)|b_(?P<n>.*))$";
    CHECK(expanded("<${n}>", either, "a_x") == "<x>");
    CHECK(expanded("<$n>", either, "b_y") == "<y>");
    CHECK(expanded("<$n>", "^(?P<n>.*?)(?P<n>.*)$", "y") == "<>");
    CHECK(expanded("<$n>", "^(?P<n>x)?(?P<n>y)?$", "") == "<>");
}

TEST_CASE("a name without braces is the longest run of letters, digits and underscores") {
    CHECK(expanded("$1_x", "(a)", "a").empty());
    CHECK(expanded("$1x", "(a)", "a").empty());
    CHECK(expanded("$12", "(a)", "a").empty());
    CHECK(expanded("$1é.", "(a)", "a") == ".");
    CHECK(expanded("$1.x", "(a)", "a") == "a.x");
}

TEST_CASE("a dollar that begins no reference is itself") {
    CHECK(expanded("$$1", "(a)", "a") == "$1");
    CHECK(expanded("$", "(a)", "a") == "$");
    CHECK(expanded("$-${1", "(a)", "a") == "$-${1");
    CHECK(expanded("${}${1-}", "(a)", "a") == "${}${1-}");
    CHECK(expanded("$$${1}", "(a)", "a") == "$a");
}

TEST_CASE("unknown references give nothing and are told as written") {
    const auto pattern = regex::compile("(a)").value();
    const name_template text("${nope}$2$1_per_second$1$01", pattern);
    CHECK(text.unknown_references() == std::vector<std::string>{"${nope}", "$2", "$1_per_second", "$01"});
    CHECK(text.expand({"a", "a"}) == "a");
}

TEST_CASE("a text without references that count is literal") {
    const auto pattern = regex::compile("(a)").value();
    CHECK(name_template("celery_queue", pattern).is_literal());
    CHECK(name_template("x$$y$9", pattern).is_literal());
    CHECK_FALSE(name_template("x$0", pattern).is_literal());
}

TEST_CASE("a number is that of a group, even where another one has it for a name") {
    CHECK(expanded("$2", "(?P<2>a)(b)", "ab") == "b");
    CHECK(expanded("$10", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)", "abcdefghij") == "j");
}

TEST_CASE("a number that no computer can count to is no group's") {
    const auto pattern = regex::compile("(a)").value();
    for (const auto* const reference : {"$18446744073709551616", "$99999999999999999999999"}) {
        const name_template text(reference, pattern);
        CHECK(text.unknown_references() == std::vector<std::string>{reference});
        CHECK(text.expand({"a", "a"}).empty());
    }
}

} // namespace

} // namespace name_template_test

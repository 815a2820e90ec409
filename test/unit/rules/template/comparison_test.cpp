#include "rules/template/comparison.hpp"
#include "test/support/catch.hpp"
#include "test/unit/rules/template/run.hpp"

namespace template_comparison_test {

namespace {

using barograph::test::ContainsSubstring;
using barograph::test::run;
using namespace barograph::rules::templates;

std::string compared(const std::string& call) {
    return run("<<" + call + ">>");
}

TEST_CASE("eq compares with each candidate in turn") {
    CHECK(compared("eq .Text \"a\" \"queue_depth\"") == "true");
    CHECK(compared("eq .Text \"a\" \"b\"") == "false");
    CHECK(compared("eq 1 1") == "true");
    CHECK(compared("eq 1.5 1.5") == "true");
    CHECK(compared("eq 1i 1i") == "true");
    CHECK(compared("eq true false") == "false");
    CHECK_THAT(compared("eq 1"), ContainsSubstring("missing argument for comparison"));
}

TEST_CASE("the other comparisons order texts by byte and numbers by value") {
    CHECK(run("<<ne 1 2>> <<lt \"B\" \"a\">> <<le 2 2>> <<gt 2.5 1.5>> <<ge 1 2>> <<gt \"b\" \"a\">>") ==
          "true true true true false true");
}

value structure(std::string_view type, const std::vector<value>& contents) {
    record made;
    made.type_name = type;
    for (const auto& content : contents)
        made.fields.push_back({"Field", std::make_shared<const value>(content)});
    return std::make_shared<const record>(made);
}

call_result equal(const value& a, const value& b) {
    return run_eq(std::vector<value>{a, b});
}

TEST_CASE("structs are equal when they are of one type and all that they hold is equal") {
    const value text(std::string("a"));
    const value number(std::int64_t{1});
    const auto is = [](const call_result& compared, bool expected) {
        REQUIRE(compared);
        CHECK(*compared->as<bool>() == expected);
    };
    is(equal(structure("t", {text, number}), structure("t", {text, number})), true);
    is(equal(structure("t", {text, number}), structure("u", {text, number})), false);
    is(equal(structure("t", {text, number}), structure("t", {text, value(std::int64_t{2})})), false);
    is(equal(structure("t", {text, number}), structure("t", {value(std::string("b")), number})), false);
    is(equal(structure("t", {}), structure("t", {})), true);
    CHECK_FALSE(equal(structure("t", {text}), structure("t", {number})));
}

TEST_CASE("a struct that holds a list cannot be compared, however deep") {
    const value list(text_list{"a"});
    for (const auto& held : {list, structure("s", {list})}) {
        const auto compared = equal(structure("t", {held}), structure("t", {held}));
        REQUIRE_FALSE(compared);
        CHECK_THAT(compared.error().message, ContainsSubstring("non-comparable type"));
    }
}

TEST_CASE("lt, le, gt and ge look at both sides in their order") {
    CHECK(run("<<lt 1 2>> <<lt 2 1>> <<lt 1 1>> <<le 1 2>> <<le 2 1>> <<le 1 1>>") ==
          "true false false true false true");
    CHECK(run("<<gt 1 2>> <<gt 2 1>> <<gt 1 1>> <<ge 1 2>> <<ge 2 1>> <<ge 1 1>>") ==
          "false true false false true true");
}

TEST_CASE("a byte of a text compares with whole numbers") {
    CHECK(compared("eq (index .Text 0) 113") == "true");
    CHECK(compared("lt (index .Text 0) -1") == "false");
}

TEST_CASE("kinds do not mix") {
    for (const auto* const call :
         {"eq .Text 1", "eq 1 1.0", "lt .Text 1", "eq .Map .Text", "ne true 1", "eq 1 1i"}) {
        INFO(call);
        CHECK_THAT(compared(call), ContainsSubstring("comparison"));
    }
}

TEST_CASE("truth, complex numbers, lists, maps and nil have no order") {
    for (const auto* const call : {"lt true false", "lt .List \"a\"", "lt \"a\" .List", "lt nil 1",
                                   "lt 1i 2i", "lt .List .List", "gt .Map .Map", "le nil nil"}) {
        INFO(call);
        CHECK_THAT(compared(call), ContainsSubstring("invalid type for comparison"));
    }
}

TEST_CASE("lists and maps have no equality, structs have if their fields do") {
    CHECK_THAT(compared("eq .Map .Map"),
               ContainsSubstring("non-comparable type map[a:1 b:2]: map[string]string"));
    CHECK_THAT(compared("eq .List .EmptyList"), ContainsSubstring("non-comparable"));
    CHECK_THAT(compared("eq . ."), ContainsSubstring("non-comparable"));
    CHECK_THAT(compared("eq .List .Map"), ContainsSubstring("non-comparable types"));
    CHECK(compared("eq .Nested .Nested") == "true");
}

TEST_CASE("what is absent equals only what is absent") {
    CHECK(compared("eq .Map.nope \"\"") == "false");
    CHECK(compared("eq .Map.nope .Map.other") == "true");
    CHECK(compared("eq nil .Map.nope") == "true");
    CHECK(compared("eq .Map nil") == "false");
    CHECK(compared("eq nil .List") == "false");
    CHECK(compared("eq .List nil") == "false");
    CHECK(compared("eq nil .Text") == "false");
    CHECK(compared("eq .Text nil") == "false");
}

TEST_CASE("a struct that holds a list cannot be compared, even where another field tells the two apart") {
    const value list(text_list{"a"});
    const auto compared = equal(structure("t", {value(std::string("a")), list}),
                                structure("t", {value(std::string("b")), list}));
    REQUIRE_FALSE(compared);
    CHECK_THAT(compared.error().message, ContainsSubstring("non-comparable type"));
}

TEST_CASE("what is equal is neither less nor greater, texts and floats as well") {
    CHECK(run("<<lt \"a\" \"a\">> <<gt \"a\" \"a\">> <<le \"a\" \"a\">> <<ge \"a\" \"a\">>") ==
          "false false true true");
    CHECK(run("<<lt 1.5 2.5>> <<lt 2.5 1.5>> <<lt \"a\" \"b\">> <<lt \"b\" \"a\">>") ==
          "true false true false");
    CHECK(run("<<lt 1.5 1.5>> <<gt 1.5 1.5>> <<le 1.5 1.5>> <<ge 1.5 1.5>>") == "false false true true");
}

} // namespace

} // namespace template_comparison_test

#include "test/support/catch.hpp"
#include "test/unit/rules/template/run.hpp"

namespace template_indexing_test {

namespace {

using barograph::test::ContainsSubstring;
using barograph::test::run;

TEST_CASE("index takes an item of a list, an entry of a map, a byte of a text") {
    CHECK(
        run("<<index .List 1>> <<index .Map \"b\">> <<index .Text 0>> <<index .List 1 0>> <<index .Text>>") ==
        "y 2 113 121 queue_depth");
}

TEST_CASE("index gives the empty text for a key that is not there") {
    CHECK(run("[<<index .Map \"nope\">>]") == "[]");
}

TEST_CASE("index out of range, or by the wrong type, is an error") {
    CHECK_THAT(run("<<index .List 3>>"), ContainsSubstring("index out of range: 3"));
    CHECK_THAT(run("<<index .List -1>>"), ContainsSubstring("index out of range: -1"));
    CHECK_THAT(run("<<index .EmptyList 0>>"), ContainsSubstring("index out of range: 0"));
    CHECK_THAT(run("<<index .List \"a\">>"), ContainsSubstring("with type string"));
    CHECK_THAT(run("<<index .List nil>>"), ContainsSubstring("with nil"));
    CHECK_THAT(run("<<index .Map 1>>"), ContainsSubstring("value has type int; should be string"));
    CHECK_THAT(run("<<index .Map nil>>"), ContainsSubstring("value is nil; should be of type string"));
    CHECK_THAT(run("<<index 1 1>>"), ContainsSubstring("can't index item of type int"));
    CHECK_THAT(run("<<index nil 1>>"), ContainsSubstring("index of untyped nil"));
}

TEST_CASE("slice cuts texts and lists as Go does") {
    CHECK(run("<<slice .Text 1 3>> <<slice .Text 6>> <<slice .Text>> <<slice .List 1>> <<slice .List 0 1 "
              "2>>") == "ue depth queue_depth [y z] [x]");
}

TEST_CASE("slice out of range, or of the wrong type, is an error") {
    CHECK_THAT(run("<<slice .Text 0 99>>"), ContainsSubstring("index out of range: 99"));
    CHECK_THAT(run("<<slice .Text 5 1>>"), ContainsSubstring("invalid slice index: 5 > 1"));
    CHECK_THAT(run("<<slice .List 0 2 1>>"), ContainsSubstring("invalid slice index: 2 > 1"));
    CHECK_THAT(run("<<slice .Text 0 1 2>>"), ContainsSubstring("cannot 3-index slice a string"));
    CHECK_THAT(run("<<slice .List 0 0 0 0>>"), ContainsSubstring("too many slice indexes: 4"));
    CHECK_THAT(run("<<slice .Map 0>>"), ContainsSubstring("can't slice item of type map[string]string"));
    CHECK_THAT(run("<<slice nil 0>>"), ContainsSubstring("slice of untyped nil"));
}

TEST_CASE("len counts bytes, items and entries") {
    CHECK(run("<<len .Text>> <<len \"é\">> <<len .List>> <<len .Map>> <<len .EmptyMap>>") == "11 2 3 2 0");
    CHECK_THAT(run("<<len 3>>"), ContainsSubstring("len of type int"));
    CHECK_THAT(run("<<len .Nested>>"), ContainsSubstring("len of type test.nested"));
}

TEST_CASE("the first index that does not fit is the one that is told") {
    CHECK_THAT(run("<<index .List 5 0>>"), ContainsSubstring("index out of range: 5"));
    CHECK_THAT(run("<<index .Map 1 2>>"), ContainsSubstring("value has type int"));
}

TEST_CASE("a slice may end where its text or list does, and be empty") {
    CHECK(run("<<slice .Text 3 3>>|<<slice .Text 11>>|<<slice .List 3>>|<<index .Text 10>>") == "||[]|104");
    CHECK_THAT(run("<<slice .Text -1>>"), ContainsSubstring("index out of range: -1"));
    CHECK(run("<<slice .Text (index \"\\x0a\" 0)>>") == "h");
}

} // namespace

} // namespace template_indexing_test

#include "test/support/catch.hpp"
#include "test/unit/rules/template/run.hpp"

namespace template_definitions_test {

namespace {

using barograph::test::ContainsSubstring;
using barograph::test::run;

TEST_CASE("a template is defined once and called anywhere, with data of its own") {
    CHECK(run("<<define \"m\">>{<<.>>}<<end>>a<<template \"m\" .Text>>b<<template \"m\" 1>>") ==
          "a{queue_depth}b{1}");
    CHECK(run("a<<template `m` .Map>><<define `m`>><<$.a>><<.b>><<end>>") == "a12");
}

TEST_CASE("a template called without data has none") {
    CHECK(run("<<define \"m\">>x<<end>><<template \"m\">>") == "x");
    CHECK(run("<<define \"m\">><<.>><<end>><<template \"m\">>") == "<no value>");
    CHECK(run("<<define \"m\">><<.a.b>><<end>><<template \"m\">>") == "<no value>");
}

TEST_CASE("a template sees no variables but its own") {
    CHECK_THAT(run("<<$x := 1>><<define \"m\">><<$x>><<end>><<template \"m\">>"),
               ContainsSubstring("undefined variable $x"));
    CHECK_THAT(run("<<$x := 1>><<block \"m\" .>><<$x>><<end>>"), ContainsSubstring("undefined variable $x"));
    CHECK(run("<<define \"m\">><<$x := 1>><<end>><<$x := 2>><<template \"m\">><<$x>>") == "2");
}

TEST_CASE("a block defines a template and calls it at once") {
    CHECK(run("a<<block \"b\" .Text>>(<<.>>)<<end>>c<<template \"b\" 1>>") == "a(queue_depth)c(1)");
    CHECK(run("<<block \"b\" .Map>><<$.a>><<end>>") == "1");
    CHECK(run("<<$x := 1>><<block \"b\" .>><<end>><<$x>>") == "1");
    CHECK_THAT(run("<<define \"m\">><<end>><<template \"m\" (index .List 9)>>"),
               ContainsSubstring("index out of range: 9"));
    CHECK(run("<<range 2>><<block \"b\" .>><<end>><<break>><<end>>ok") == "ok");
}

TEST_CASE("a template may call itself until a condition") {
    CHECK(run("<<define \"r\">><<.>><<if lt (len .) 4>><<template \"r\" (print . \"x\")>><<end>><<end>>"
              "<<template \"r\" \"x\">>") == "xxxxxxxxxx");
}

TEST_CASE("a name is defined once, unless one of the two is blank") {
    CHECK_THAT(run("<<define \"d\">>1<<end>><<define \"d\">>2<<end>>x"), ContainsSubstring("defined twice"));
    CHECK_THAT(run("<<define \"test\">>1<<end>>x"), ContainsSubstring("defined twice"));
    CHECK(run("<<define \"d\">> \n <<end>><<define \"d\">>2<<end>><<template \"d\">>") == "2");
    CHECK(run("<<define \"d\">>1<<end>><<define \"d\">><</* blank */>><<end>><<template \"d\">>") == "1");
    CHECK(run("<<define \"test\">>1<<end>>") == "1");
    CHECK_THAT(run("<<define \"d\">><<.Text>><<end>><<define \"d\">>2<<end>>x"),
               ContainsSubstring("defined twice"));
    CHECK_THAT(run("<<define \"d\">>1<<end>><<define \"d\">><<.Text>><<end>>x"),
               ContainsSubstring("defined twice"));
    CHECK(run("<<define \"d\">> <<end>><<define \"d\">><<.Text>><<end>><<template \"d\" .>>") ==
          "queue_depth");
}

TEST_CASE("a template that is nowhere defined fails only when it is called") {
    CHECK_THAT(run("<<template \"nope\">>"), ContainsSubstring("\"nope\" is not defined"));
    CHECK(run("<<if .Empty>><<template \"nope\">><<end>>x") == "x");
}

} // namespace

} // namespace template_definitions_test

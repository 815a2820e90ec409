#include "rules/matchers.hpp"
#include "test/support/catch.hpp"

namespace matchers_test {

namespace {

using namespace barograph::rules;
using barograph::test::ContainsSubstring;

std::string matchers(std::string_view labels, std::optional<namespace_matcher> ns = std::nullopt) {
    return label_matchers(parse_selector(labels).value(), ns, false).value();
}

TEST_CASE("each operator becomes the matcher that means the same") {
    CHECK(matchers("a=1,b==2,c!=3,d in (4,5),e notin (6,7),f,!g") ==
          R"(a="1",b="2",c!="3",d=~"4|5",e!~"6|7",f!="",g="")");
    CHECK(matchers("").empty());
}

TEST_CASE("the namespace comes last, also beside a matcher on the same label") {
    CHECK(matchers("zone=a,namespace=other", namespace_matcher{"namespace", "shop"}) ==
          R"(namespace="other",zone="a",namespace="shop")");
    CHECK(matchers("", namespace_matcher{"ns", "shop"}) == R"(ns="shop")");
}

TEST_CASE("the values of a set mean themselves, not expressions") {
    CHECK(matchers("version in (1.0,1-x_y)") == R"(version=~"1-x_y|1\\.0")");
    const selector made{{{"a", selector_operator::in, {".*", "(b|c)[d]{2}^$+?\\"}}}};
    CHECK(label_matchers(made, std::nullopt, false) ==
          R"(a=~"\\.\\*|\\(b\\|c\\)\\[d\\]\\{2\\}\\^\\$\\+\\?\\\\")");
}

TEST_CASE("every value is a PromQL string") {
    CHECK(matchers("", namespace_matcher{"ns", "x\"} or vector(1) #\n"}) == R"(ns="x\"} or vector(1) #\n")");
}

TEST_CASE("a label that needs quotes is asked only of a backend that reads them") {
    const auto labels = parse_selector("app.kubernetes.io/name=web,zone=a").value();
    CHECK(label_matchers(labels, std::nullopt, true) == R"("app.kubernetes.io/name"="web",zone="a")");
    const auto refused = label_matchers(labels, std::nullopt, false);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what == query_error::kind::needs_quoted_names);
    CHECK_THAT(refused.error().message, ContainsSubstring("\"app.kubernetes.io/name\""));
}

TEST_CASE("a rule's own label for namespaces that needs quotes is the rule's fault") {
    const namespace_matcher ns{"k8s.namespace", "shop"};
    CHECK(label_matchers({}, ns, true) == R"("k8s.namespace"="shop")");
    CHECK(label_matchers({}, ns, false).error().what == query_error::kind::needs_quoted_names);
}

TEST_CASE("operators that PromQL lacks are found, whatever else is asked") {
    CHECK_FALSE(unsupported_operator(parse_selector("a=1,b in (2),!c").value()));
    for (const auto* const text : {"n>5", "a=1,n<5"}) {
        const auto error = unsupported_operator(parse_selector(text).value());
        REQUIRE(error);
        CHECK(error->what == query_error::kind::bad_request);
        CHECK_THAT(error->message, ContainsSubstring("label \"n\""));
    }
}

TEST_CASE("values by name are as written, joined by a bar, and the last requirement on a label counts") {
    const auto labels = parse_selector("v in (1.0,1.1),app=x,app!=y,gone,!none").value();
    CHECK(label_values(labels, namespace_matcher{"namespace", "shop"}) ==
          std::map<std::string, std::string>{
              {"v", "1.0|1.1"}, {"app", "y"}, {"gone", ""}, {"none", ""}, {"namespace", "shop"}});
}

TEST_CASE("an operator that Prometheus lacks is told as it is written") {
    CHECK_THAT(unsupported_operator(parse_selector("n>5").value())->message,
               barograph::test::ContainsSubstring("the operator >;"));
    CHECK_THAT(unsupported_operator(parse_selector("n<5").value())->message,
               barograph::test::ContainsSubstring("the operator <;"));
}

} // namespace

} // namespace matchers_test

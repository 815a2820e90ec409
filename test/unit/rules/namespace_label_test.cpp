#include "rules/namespace_label.hpp"
#include "test/support/catch.hpp"

namespace namespace_label_test {

namespace {

using namespace barograph::rules;
using barograph::test::ContainsSubstring;

resources_spec with_template(std::string text) {
    resources_spec spec;
    spec.template_text = std::move(text);
    return spec;
}

std::string label_of(std::string text) {
    return namespace_label(with_template(std::move(text))).value().value();
}

std::string problem_of(std::string text) {
    const auto label = namespace_label(with_template(std::move(text)));
    REQUIRE_FALSE(label);
    CHECK(label.error().field == "resources.template");
    return label.error().message;
}

TEST_CASE("a rule that says nothing of namespaces has no label for them") {
    CHECK_FALSE(namespace_label({}).value());
    resources_spec pods_only;
    pods_only.overrides["pod"] = {"", "pod"};
    CHECK_FALSE(namespace_label(pods_only).value());
}

TEST_CASE("an override for namespaces gives its label, however the resource is spelled") {
    for (const auto* const resource : {"namespace", "namespaces", "Namespace"}) {
        auto spec = with_template("kube_<<.Resource>>");
        spec.overrides["tenant"] = {"", resource};
        CHECK(namespace_label(spec).value() == "tenant");
    }
    resources_spec other_group;
    other_group.overrides["x"] = {"example.com", "namespaces"};
    CHECK_FALSE(namespace_label(other_group).value());
}

TEST_CASE("of two overrides for namespaces the first by name counts") {
    resources_spec spec;
    spec.overrides["b"] = {"", "namespace"};
    spec.overrides["a"] = {"", "namespaces"};
    CHECK(namespace_label(spec).value() == "a");
}

TEST_CASE("a rule that is not namespaced has no label, but its template is checked") {
    auto spec = with_template("<<.Resource>>");
    spec.namespaced = false;
    CHECK_FALSE(namespace_label(spec).value());
    spec.template_text = "<<.Kind>>";
    CHECK_FALSE(namespace_label(spec));
}

TEST_CASE("the template is filled in with the resource's singular and its group") {
    CHECK(label_of("<<.Resource>>") == "namespace");
    CHECK(label_of("kube_<<.Group>>_<<.Resource>>") == "kube__namespace");
    CHECK(label_of("<<if .Group>><<.Group>>_<<end>><<.Resource>>") == "namespace");
    CHECK(label_of("k_<<.>>") == "k_namespace");
    CHECK(label_of("<<.String>>_<<.Empty>>") == "namespace_false");
    CHECK(label_of("<<printf \"%s\" .Resource | printf \"%s_x\">>") == "namespace_x");
}

TEST_CASE("a template may name the resource and the group more than once") {
    CHECK(label_of("<<.Resource>>_<<.Group>>_of_<<.Resource>><<.Group>>") == "namespace__of_namespace");
}

TEST_CASE("a template that cannot give a label is refused") {
    CHECK_THAT(problem_of("<<.Kind>>"),
               ContainsSubstring("unknown field .Kind; expected one of .Group, .Resource"));
    CHECK_THAT(problem_of("namespace"), ContainsSubstring("expected <<.Resource>> in it"));
    CHECK_THAT(problem_of("kube_{{.Resource}}"), ContainsSubstring("expected"));
    CHECK_THAT(problem_of("(<<.Resource>>"), ContainsSubstring("missing )"));
    CHECK_THAT(problem_of("kube-<<.Resource>>"), ContainsSubstring("\"kube-namespace\""));
    CHECK_THAT(problem_of("<<lower .Resource>>"), ContainsSubstring("\"lower\" is not defined"));
    CHECK_THAT(problem_of("<<.Resource"), ContainsSubstring("unclosed action"));
    CHECK_THAT(problem_of("<<.WithVersion \"v1\">><<.Resource>>"), ContainsSubstring("WithVersion"));
}

TEST_CASE("the place of a fault inside the template is told") {
    const auto label = namespace_label(with_template("a\n <<.Kind>>"));
    CHECK(label.error().line == 2);
    CHECK(label.error().column == 4);
}

TEST_CASE("an override for namespaces means nothing to a rule that is not namespaced") {
    resources_spec spec;
    spec.overrides["tenant"] = {"", "namespace"};
    spec.namespaced = false;
    CHECK_FALSE(namespace_label(spec).value());
    spec.namespaced = true;
    CHECK(namespace_label(spec).value() == "tenant");
}

TEST_CASE("a template that fails for namespaces alone is refused") {
    CHECK_THAT(problem_of("<<.Resource>><<if eq .Resource \"namespace\">><<.Kind>><<end>>"),
               ContainsSubstring("unknown field .Kind"));
}

} // namespace

} // namespace namespace_label_test

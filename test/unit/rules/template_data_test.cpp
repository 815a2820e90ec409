#include "rules/template/program.hpp"
#include "rules/template_data.hpp"
#include "test/support/catch.hpp"

namespace template_data_test {

namespace {

using namespace barograph::rules;

std::string printed(std::string_view text, const templates::value& data) {
    return templates::program::compile(text, "test").value().run(data).value();
}

TEST_CASE("a resource is printed as its name, with its group if it has one") {
    constexpr auto all = "<<.>> <<.String>> <<.Group>>/<<.Resource>> <<.Empty>>";
    CHECK(printed(all, resource_template_data("", "namespace")) == "namespace namespace /namespace false");
    CHECK(printed(all, resource_template_data("apps", "deployments")) ==
          "deployments.apps deployments.apps apps/deployments false");
    CHECK(printed("<<.Empty>>", resource_template_data("", "")) == "true");
    CHECK(printed("<<.Empty>>", resource_template_data("apps", "")) == "false");
}

TEST_CASE("data bear the names of the types that the peer has") {
    CHECK(printed("<<printf \"%T\" .>>", resource_template_data("", "namespace")) == "schema.GroupResource");
    CHECK(printed("<<printf \"%T\" .>>", representative_query_data()) == "naming.queryTemplateArgs");
}

TEST_CASE("data that stand for all others have every label") {
    CHECK(printed("<<.LabelValuesByName.anything>> <<len .LabelValuesByName.queue>>",
                  representative_query_data()) == "value 5");
}

} // namespace

} // namespace template_data_test

#include "server/documents.hpp"
#include "server/json_text.hpp"
#include "test/support/catch.hpp"
#include "test/support/source_folder.hpp"
#include "test/vectors/compare.hpp"
#include "test/vectors/protobuf.hpp"

#include <nlohmann/json.hpp>

namespace documents_test {

using namespace barograph;

TEST_CASE("objects are byte for byte what prometheus-adapter serves, as JSON and as protobuf") {
    const auto cases =
        test::vectors::cases_of(test::source_folder() / "test/vectors/prometheus-adapter.json", "protobuf");
    REQUIRE_FALSE(cases.empty());
    for (const auto& recorded : cases) {
        INFO(recorded.dump());
        CHECK(test::vectors::answer_protobuf(recorded.at("input")) == recorded.at("want"));
    }
}

TEST_CASE("a list of metrics is never empty, because clients take that for a broken group") {
    CHECK(server::to_json_text(server::api_resource_list_object(server::external_metric_resources({})),
                               false) ==
          R"({"kind":"APIResourceList","apiVersion":"v1","groupVersion":"external.metrics.k8s.io/v1beta1",)"
          R"("resources":[{"name":"externalmetrics","singularName":"","namespaced":true,)"
          R"("kind":"ExternalMetricValueList","verbs":["get"]}]})"
          "\n");
}

TEST_CASE("the list of groups holds the group as it is served alone, without kind and version") {
    CHECK(
        server::to_json_text(
            server::api_group_list_object({.groups = {server::describe(server::external_metrics)}}), false) ==
        R"({"kind":"APIGroupList","apiVersion":"v1","groups":[{"name":"external.metrics.k8s.io",)"
        R"("versions":[{"groupVersion":"external.metrics.k8s.io/v1beta1","version":"v1beta1"}],)"
        R"("preferredVersion":{"groupVersion":"external.metrics.k8s.io/v1beta1","version":"v1beta1"}}]})"
        "\n");
}

} // namespace documents_test

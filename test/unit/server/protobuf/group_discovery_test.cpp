#include "server/documents.hpp"
#include "server/json_text.hpp"
#include "server/protobuf/documents.hpp"
#include "test/support/catch.hpp"

#include <nlohmann/json.hpp>

namespace protobuf_group_discovery_test {

using namespace barograph::server;

namespace {

std::string hex(const std::string& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        result += digits[byte >> 4U];
        result += digits[byte & 0x0FU];
    }
    return result;
}

const barograph::metrics::name_list one_metric{.names = {"queue_depth"}, .version = 1};

} // namespace

// The expected bytes are what Kubernetes' own Go types give for the same object.
TEST_CASE("aggregated discovery is byte for byte what Kubernetes' types give, as JSON and as protobuf") {
    const auto all = external_metric_discovery(one_metric, "apidiscovery.k8s.io/v2");
    CHECK(to_json_text(group_discovery_list_object(all), false) ==
          R"({"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","metadata":{},)"
          R"("items":[{"metadata":{"name":"external.metrics.k8s.io"},"versions":[{"version":"v1beta1",)"
          R"("resources":[{"resource":"queue_depth","responseKind":{"group":"external.metrics.k8s.io",)"
          R"("version":"v1beta1","kind":"ExternalMetricValueList"},"scope":"Namespaced",)"
          R"("singularResource":"","verbs":["get"]}],"freshness":"Current"}]}]})"
          "\n");
    CHECK(hex(to_protobuf(all)) == "6b3873000a2f0a16617069646973636f766572792e6b38732e696f2f76321215415049477"
                                   "26f7570446973636f766572794c6973"
                                   "7412a7010a060a0012001a00129c010a270a1765787465726e616c2e6d6574726963732e6"
                                   "b38732e696f12001a0022002a003200"
                                   "3800420012710a0776316265746131125d0a0b71756575655f6465707468123b0a1765787"
                                   "465726e616c2e6d6574726963732e6b"
                                   "38732e696f1207763162657461311a1745787465726e616c4d657472696356616c75654c6"
                                   "973741a0a4e616d6573706163656422"
                                   "002a036765741a0743757272656e741a002200");
}

TEST_CASE("aggregated discovery is never empty, which would defeat kubectl's cache") {
    const auto all = external_metric_discovery({}, "apidiscovery.k8s.io/v2beta1");
    REQUIRE(all.resources.size() == 1);
    CHECK(all.resources.front().resource == "externalmetrics");
    CHECK(group_discovery_list_object(all).at("apiVersion") == "apidiscovery.k8s.io/v2beta1");
}

} // namespace protobuf_group_discovery_test

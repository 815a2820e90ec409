#include "server/openapi/documents.hpp"
#include "test/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

namespace openapi_documents_test {

using namespace barograph::server;
using nlohmann::json;

namespace {

const std::string folder = "/apis/external.metrics.k8s.io/v1beta1/namespaces/{namespace}/";
const std::vector<std::string> names = {"any", "queue_depth"};

// Every `$ref` in the document, wherever it stands.
void collect_references(const json& node, std::set<std::string>& found) {
    for (const auto& [name, member] : node.items()) {
        if (name == "$ref") {
            found.insert(member.get<std::string>());
        }
        if (member.is_structured()) {
            collect_references(member, found);
        }
    }
}

void check_references(const json& document) {
    std::set<std::string> references;
    collect_references(document, references);
    CHECK(references.size() >= 4);
    for (const auto& reference : references) {
        INFO(reference);
        REQUIRE(reference.starts_with("#/"));
        CHECK(document.contains(json::json_pointer(reference.substr(1))));
    }
}

const json list_kind = {
    {"group", "external.metrics.k8s.io"}, {"version", "v1beta1"}, {"kind", "ExternalMetricValueList"}};

} // namespace

TEST_CASE("both documents have the path of a metric, and refer to nothing that is not there") {
    const auto second = json::parse(openapi::version_2());
    const auto third = json::parse(openapi::version_3(names));
    CHECK(second.at("swagger") == "2.0");
    CHECK(third.at("openapi") == "3.0.0");
    for (const auto& document : {second, third}) {
        const auto& get = document.at("paths").at(folder + "{metric}").at("get");
        CHECK(get.at("x-kubernetes-group-version-kind") == list_kind);
        check_references(document);
    }
}

TEST_CASE("schemas name the kinds that they are of, by which kubectl finds them") {
    const auto second = json::parse(openapi::version_2()).at("definitions");
    const auto third = json::parse(openapi::version_3(names)).at("components").at("schemas");
    const std::string schema = "io.k8s.metrics.pkg.apis.external_metrics.v1beta1.ExternalMetricValueList";
    CHECK(second.at(schema).at("x-kubernetes-group-version-kind").at(0) == list_kind);
    CHECK(third.at(schema).at("x-kubernetes-group-version-kind").at(0) == list_kind);
    for (const auto* suffix :
         {"ExternalMetricValue", "ExternalMetricValueList", "ListMeta", "Time", "Quantity"}) {
        const auto has = [&](const json& schemas) {
            for (const auto& [name, unused] : schemas.items()) {
                if (name.ends_with(std::string(".") + suffix)) {
                    return true;
                }
            }
            return false;
        };
        INFO(suffix);
        CHECK(has(second));
        CHECK(has(third));
    }
}

TEST_CASE("each listed metric has a path of its own, by which kubectl explain finds it") {
    const auto paths = json::parse(openapi::version_3(names)).at("paths");
    CHECK(paths.size() == 3);
    std::set<std::string> operations;
    for (const auto& [path, item] : paths.items()) {
        CHECK(item.at("get").at("x-kubernetes-group-version-kind") == list_kind);
        operations.insert(item.at("get").at("operationId"));
    }
    CHECK(operations.size() == 3);
    CHECK(paths.at(folder + "{metric}").at("parameters").size() ==
          paths.at(folder + "queue_depth").at("parameters").size() + 1);
    CHECK(paths.at(folder + "queue_depth").dump().find("parameters/metric") == std::string::npos);
}

TEST_CASE("of very many metrics only the first have a path") {
    const std::vector<std::string> many(10'001, "same");
    const auto document = openapi::version_3(many);
    CHECK(document.size() < 10'000'000);
    CHECK(openapi::version_3_hash(many) == openapi::version_3_hash(std::vector<std::string>(20'000, "same")));
}

TEST_CASE("the hash is another for other metrics, and stands in the address that the index gives") {
    const auto hash = openapi::version_3_hash(names);
    CHECK(hash == openapi::version_3_hash(names));
    CHECK(hash != openapi::version_3_hash(std::vector<std::string>{"anyqueue_depth"}));
    CHECK(hash != openapi::version_3_hash({}));
    const auto index = json::parse(openapi::version_3_index(hash));
    CHECK(index.at("paths").size() == 1);
    CHECK(index.at("paths").at("apis/external.metrics.k8s.io/v1beta1").at("serverRelativeURL") ==
          "/openapi/v3/apis/external.metrics.k8s.io/v1beta1?hash=" + hash);
}

} // namespace openapi_documents_test

#include "server/documents.hpp"
#include "server/json_text.hpp"
#include "test/support/catch.hpp"
#include "test/support/source_folder.hpp"
#include "test/vectors/compare.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <list>

using namespace barograph;
using nlohmann::json;

namespace {

constexpr std::array not_ours = {
    "window/set",
    "window/large",
    "window/set in one of two items", // nothing in Barograph measures over a window
    "timestamp/absent",               // every sample has a time
    "status-error/too many requests, with a delay",
    "api-resource-list/empty",      // here a placeholder stands in it
    "api-group/list of two groups", // one group has two versions
};

metrics::value_list values_of(const json& input) {
    metrics::value_list values;
    for (const auto& item : input.value("items", json::array())) {
        metrics::external_value value{.metric_name = item.at("metricName"),
                                      .labels = std::nullopt,
                                      .timestamp = item.at("seconds"),
                                      .milli = item.at("milli")};
        if (item.at("metricLabels").is_object()) {
            value.labels.emplace();
            for (const auto& [name, text] : item["metricLabels"].items()) {
                value.labels->emplace_back(name, text);
            }
        }
        values.push_back(std::move(value));
    }
    return values;
}

// A status refers to static text; here the recorded reason has to live as long.
server::status status_of(const json& object) {
    static std::list<std::string> reasons;
    reasons.push_back(object.value("reason", ""));
    server::status status{.code = object.at("code"),
                          .reason = reasons.back(),
                          .message = object.value("message", ""),
                          .details = std::nullopt};
    if (object.contains("details")) {
        status.details = server::status::subject{.group = object["details"].at("group"),
                                                 .kind = object["details"].at("kind")};
    }
    return status;
}

metrics::name_list names_of(const json& object) {
    metrics::name_list list;
    for (const auto& resource : object.at("resources")) {
        list.names.push_back(resource.at("name"));
    }
    return list;
}

nlohmann::ordered_json document_of(const json& input) {
    const auto& kind = input.at("kind");
    if (kind == "ExternalMetricValueList") {
        return server::external_metric_value_list_object(values_of(input));
    }
    if (kind == "Status") {
        return server::status_object(status_of(input.at("object")));
    }
    if (kind == "APIResourceList") {
        return server::api_resource_list_object(server::external_metrics, names_of(input.at("object")));
    }
    return server::api_group_object(server::external_metrics);
}

} // namespace

TEST_CASE("documents are byte for byte what prometheus-adapter serves") {
    const auto cases =
        test::vectors::cases_of(test::source_folder() / "test/vectors/prometheus-adapter.json", "protobuf");
    std::size_t compared = 0;
    for (const auto& recorded : cases) {
        const auto name = recorded.at("name").get<std::string>();
        if (std::ranges::find(not_ours, name) != not_ours.end()) {
            continue;
        }
        INFO(name);
        CHECK(server::to_json_text(document_of(recorded.at("input")), false) ==
              recorded.at("want").at("json").get<std::string>());
        ++compared;
    }
    CHECK(compared == cases.size() - not_ours.size());
}

TEST_CASE("a list of metrics is never empty, because clients take that for a broken group") {
    CHECK(server::to_json_text(server::api_resource_list_object(server::external_metrics, {}), false) ==
          R"({"kind":"APIResourceList","apiVersion":"v1","groupVersion":"external.metrics.k8s.io/v1beta1",)"
          R"("resources":[{"name":"externalmetrics","singularName":"","namespaced":true,)"
          R"("kind":"ExternalMetricValueList","verbs":["get"]}]})"
          "\n");
}

TEST_CASE("the list of groups holds the group as it is served alone, without kind and version") {
    CHECK(
        server::to_json_text(server::api_group_list_object(std::span(&server::external_metrics, 1)), false) ==
        R"({"kind":"APIGroupList","apiVersion":"v1","groups":[{"name":"external.metrics.k8s.io",)"
        R"("versions":[{"groupVersion":"external.metrics.k8s.io/v1beta1","version":"v1beta1"}],)"
        R"("preferredVersion":{"groupVersion":"external.metrics.k8s.io/v1beta1","version":"v1beta1"}}]})"
        "\n");
}

TEST_CASE("the version is taken apart for those who look for its parts") {
    const auto object = server::version_object("1.22.3");
    CHECK(object["major"] == "1");
    CHECK(object["minor"] == "22");
    CHECK(object["gitVersion"] == "v1.22.3");
    CHECK(object["platform"].get<std::string>().starts_with("linux/"));
}

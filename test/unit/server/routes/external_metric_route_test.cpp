#include "server/json_text.hpp"
#include "server/protobuf/documents.hpp"
#include "test/unit/server/api_fixture.hpp"

#include <nlohmann/json.hpp>

namespace routes_external_metric_route_test {

using namespace barograph;
using nlohmann::json;
using test::api_fixture;

namespace {

const std::string metric = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue_depth";

} // namespace

TEST_CASE_METHOD(api_fixture, "the autoscaler's request for protobuf is answered with protobuf") {
    metrics.has("queue_depth", 2);
    fields.set(server::http::field::accept, "application/vnd.kubernetes.protobuf, */*");
    const auto answer = ask("GET", metric);
    CHECK(answer.status == 200);
    CHECK(answer.content_type == "application/vnd.kubernetes.protobuf");
    CHECK(*answer.body == server::to_protobuf(**metrics.results.at("queue_depth")));
}

TEST_CASE_METHOD(api_fixture, "values as YAML are the same object, and stay text") {
    metrics.has("queue_depth", 1);
    fields.set(server::http::field::accept, "application/yaml");
    const auto answer = ask("GET", metric);
    CHECK(answer.content_type == "application/yaml");
    CHECK(*answer.body == "apiVersion: external.metrics.k8s.io/v1beta1\n"
                          "items:\n"
                          "  - metricLabels:\n"
                          "      queue: mail\n"
                          "    metricName: queue_depth\n"
                          "    timestamp: \"2023-11-14T22:13:21Z\"\n"
                          "    value: \"57\"\n"
                          "kind: ExternalMetricValueList\n"
                          "metadata: {}\n");
}

TEST_CASE_METHOD(api_fixture, "kubectl's wish for a table falls through to JSON") {
    metrics.has("queue_depth", 1);
    fields.set(server::http::field::accept, "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");
    CHECK(json::parse(*ask("GET", metric).body).at("kind") == "ExternalMetricValueList");
}

TEST_CASE_METHOD(api_fixture, "a client that could not read the answer is told so before anything is asked") {
    metrics.has("queue_depth", 1);
    fields.set(server::http::field::accept, "text/html");
    for (const auto& target :
         {metric, metric + "?watch=true", metric + "?labelSelector=a%3D%3D%3D", metric + "?explain=true",
          std::string("/apis"), std::string("/apis/external.metrics.k8s.io"),
          std::string("/apis/external.metrics.k8s.io/v1beta1")}) {
        INFO(target);
        const auto answer = ask("GET", target);
        CHECK(answer.status == 406);
        CHECK(answer.content_type == "application/json");
        const auto object = json::parse(*answer.body);
        CHECK(object.at("reason") == "NotAcceptable");
        CHECK(object.at("message") == "only the following media types are accepted: application/json, "
                                      "application/yaml, application/vnd.kubernetes.protobuf");
    }
    CHECK(metrics.asked.empty());
}

TEST_CASE_METHOD(api_fixture, "a failure comes in the form asked for, and in JSON to who accepts none") {
    struct row {
        std::string accept;
        std::string type;
        std::string begin;
    };

    authorizer.answer = kube::access_decision{.allowed = false, .reason = {}};
    const auto r = GENERATE(
        values<row>({{"", "application/json", R"({"kind":"Status")"},
                     {"application/yaml", "application/yaml", "apiVersion: v1\ncode: 403\n"},
                     {"application/vnd.kubernetes.protobuf", "application/vnd.kubernetes.protobuf", "k8s"},
                     {"text/html", "application/json", "{\n  \"kind\": \"Status\""}}));
    INFO(r.accept);
    if (!r.accept.empty()) {
        fields.set(server::http::field::accept, r.accept);
    }
    const auto answer = ask("GET", metric);
    CHECK(answer.status == 403);
    CHECK(answer.content_type == r.type);
    CHECK(answer.body->starts_with(r.begin));
}

TEST_CASE_METHOD(api_fixture, "an explanation is JSON, or nothing") {
    metrics.has("queue_depth", 1);
    fields.set(server::http::field::accept, "application/yaml;q=1, application/json;q=0.5");
    CHECK(json::parse(*ask("GET", metric + "?explain=true").body).at("metric") == "queue_depth");
    fields.set(server::http::field::accept, "application/yaml");
    const auto refused = ask("GET", metric + "?explain=true");
    CHECK(refused.status == 406);
    CHECK(refused.content_type == "application/yaml");
    CHECK(metrics.asked.size() == 1);
}

TEST_CASE_METHOD(api_fixture, "a method that is not allowed is answered with those that are") {
    const auto answer = ask("POST", metric);
    CHECK(answer.status == 405);
    REQUIRE(answer.headers.size() == 1);
    CHECK(answer.headers.front() == std::pair<std::string, std::string>("Allow", "GET, HEAD"));
}

} // namespace routes_external_metric_route_test

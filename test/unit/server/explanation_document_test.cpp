#include "server/explanation_document.hpp"
#include "test/support/catch.hpp"
#include "test/unit/server/api_fixture.hpp"

#include <nlohmann/json.hpp>

namespace explanation_document_test {

using namespace barograph;
using nlohmann::json;

namespace {

json explained(test::api_fixture& api, std::string_view target) {
    return json::parse(*api.ask("GET", target).body);
}

constexpr const char* path = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/jobs";

} // namespace

TEST_CASE("an explanation shows each step from the rule to the value") {
    test::api_fixture api;
    api.metrics.has("jobs", 1);
    api.metrics.explained.rule_location = "rules.yaml:3";
    api.metrics.explained.series_query = "jobs";
    api.metrics.explained.metrics_query = "sum(<<.Series>>)";
    api.metrics.explained.series = "jobs";
    api.metrics.explained.matchers = R"(queue="mail")";
    api.metrics.explained.promql = "sum(jobs)";
    api.metrics.explained.backend = "Prometheus http://p";
    api.metrics.explained.samples = {
        {.labels = {{"queue", "mail"}}, .timestamp = 1700000001, .value = "57.0004"}};
    const auto told = explained(api, std::string(path) + "?labelSelector=queue%3Dmail&explain=true");
    CHECK(told == json::parse(R"json({
        "metric": "jobs", "namespace": "shop", "selector": "queue=mail",
        "rule": {"location": "rules.yaml:3", "seriesQuery": "jobs", "metricsQuery": "sum(<<.Series>>)"},
        "series": "jobs", "labelMatchers": "queue=\"mail\"", "query": "sum(jobs)",
        "prometheus": "Prometheus http://p",
        "samples": [{"labels": {"queue": "mail"}, "timestamp": "2023-11-14T22:13:21Z", "value": "57.0004"}],
        "values": [{"metricName": "jobs", "metricLabels": {"queue": "mail"},
                    "timestamp": "2023-11-14T22:13:21Z", "value": "57"}]
    })json"));
}

TEST_CASE("an explanation of a failure holds the Status that a plain ask gets") {
    test::api_fixture api;
    const auto told = explained(api, std::string(path) + "?explain=1");
    CHECK(told.at("error").at("code") == 404);
    CHECK_FALSE(told.contains("values"));
    CHECK_FALSE(told.contains("rule"));
    CHECK_FALSE(told.contains("samples"));
}

TEST_CASE("an explanation tells what memory tells meanwhile") {
    test::api_fixture api;
    api.metrics.has("jobs", 1);
    api.metrics.explained.memory = metrics::memory_state{};
    const auto target = std::string(path) + "?explain=true";
    CHECK(explained(api, target).at("memory") == json::object());
    api.metrics.explained.memory = metrics::memory_state{.values = std::make_shared<metrics::value_list>(),
                                                         .age = std::chrono::milliseconds{2'400},
                                                         .asked_every = std::chrono::seconds{15}};
    CHECK(explained(api, target).at("memory") ==
          json::parse(R"({"values": [], "ageSeconds": 2.4, "askedEverySeconds": 15.0})"));
}

TEST_CASE("an explanation tells which fallback answered, and why") {
    test::api_fixture api;
    api.metrics.has("jobs", 1);
    api.metrics.explained.instead =
        metrics::substitution{.what = "hold", .because = "it is down", .age = std::chrono::seconds{40}};
    CHECK(explained(api, std::string(path) + "?explain=true").at("fallback") ==
          json{{"what", "hold"}, {"because", "it is down"}, {"ageSeconds", 40}});
}

TEST_CASE("without the parameter, or with a no, the answer is the plain one") {
    test::api_fixture api;
    api.metrics.has("jobs", 1);
    for (const auto* query : {"", "?explain=false", "?explain=", "?explain"}) {
        INFO(query);
        CHECK(explained(api, std::string(path) + query).at("kind") == "ExternalMetricValueList");
    }
}

TEST_CASE("who may not read the metric gets no explanation of it either") {
    test::api_fixture api;
    api.metrics.has("jobs", 1);
    api.authorizer.answer = kube::access_decision{.allowed = false, .reason = {}};
    CHECK(api.ask("GET", std::string(path) + "?explain=true").status == 403);
}

} // namespace explanation_document_test

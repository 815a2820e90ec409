#include "kube/external_metric_use.hpp"
#include "test/support/catch.hpp"

namespace external_metric_use_test {

using namespace barograph;
using list = std::vector<std::string>;

TEST_CASE("a page of HPAs tells which external metrics they ask for, and where the next page is") {
    const auto page = kube::read_autoscaler_page(
        R"({"kind":"HorizontalPodAutoscalerList","metadata":{"continue":"next"},"items":[
            {"metadata":{"namespace":"shop","name":"worker"},"spec":{"metrics":[
              {"type":"Resource","resource":{"name":"cpu"}},
              {"type":"External","external":{"metric":{"name":"queue_depth"}}},
              {"type":"External","external":{"metric":{"name":"lag"}}}]}},
            {"metadata":{"namespace":"shop","name":"web"},"spec":{}}]})");
    REQUIRE(page.has_value());
    CHECK(page->autoscalers == 2);
    CHECK(page->next == "next");
    REQUIRE(page->uses.size() == 2);
    CHECK(page->uses[0].ns == "shop");
    CHECK(page->uses[0].hpa == "worker");
    CHECK(page->uses[0].metric == "queue_depth");
    CHECK(page->uses[0].selector.empty());
    CHECK(page->uses[1].metric == "lag");
}

TEST_CASE("a selector is told as the HPA's controller writes it into its question") {
    const auto page = kube::read_autoscaler_page(
        R"({"kind":"HorizontalPodAutoscalerList","metadata":{},"items":[
            {"metadata":{"namespace":"a","name":"b"},"spec":{"metrics":[
              {"type":"External","external":{"metric":{"name":"m","selector":{
                "matchLabels":{"queue":"mail"},
                "matchExpressions":[{"key":"tier","operator":"In","values":["back","front"]},
                  {"key":"zone","operator":"NotIn","values":["far"]},
                  {"key":"app","operator":"Exists"},{"key":"old","operator":"DoesNotExist"}]}}}}]}}]})");
    REQUIRE(page.has_value());
    CHECK(page->next.empty());
    REQUIRE(page->uses.size() == 1);
    CHECK(page->uses[0].selector == "queue=mail,tier in (back,front),zone notin (far),app,!old");
}

TEST_CASE("a list of resources gives the metrics' names") {
    CHECK(
        kube::read_resource_names(
            R"({"kind":"APIResourceList","resources":[{"name":"a"},{"name":"b"},{"name":"b/scale"},{}]})") ==
        list{"a", "b"});
    CHECK_FALSE(kube::read_resource_names(R"({"kind":"APIGroup"})").has_value());
}

TEST_CASE("a list of values is counted") {
    CHECK(kube::count_metric_values(R"({"kind":"ExternalMetricValueList","items":[{},{}]})") == 2);
    CHECK(kube::count_metric_values(R"({"kind":"ExternalMetricValueList","items":[]})") == 0);
    CHECK_FALSE(kube::count_metric_values(R"({"kind":"Status"})").has_value());
    CHECK_FALSE(kube::read_autoscaler_page("no JSON").has_value());
}

} // namespace external_metric_use_test

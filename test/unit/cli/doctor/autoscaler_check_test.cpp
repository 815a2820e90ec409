#include "cli/doctor/autoscaler_check.hpp"
#include "test/unit/cli/doctor/examined_cluster.hpp"

#include <algorithm>

namespace doctor_autoscaler_check_test {

using namespace barograph;
using nlohmann::json;
using test::ContainsSubstring;
using test::scripted_answer;
using list = std::vector<std::string>;

namespace {

constexpr const char* hpas = "/apis/autoscaling/v2/horizontalpodautoscalers";
constexpr const char* group = "/apis/external.metrics.k8s.io/v1beta1";

struct fixture : test::examined_cluster {
    fixture() {
        answer(
            group,
            json::parse(R"({"kind":"APIResourceList","resources":[{"name":"queue_depth"},{"name":"lag"}]})"));
    }

    void add(const std::string& ns, const std::string& hpa, const std::string& metric, json labels = {}) {
        json asked = {{"name", metric}};
        if (!labels.is_null()) {
            asked["selector"]["matchLabels"] = std::move(labels);
        }
        const json use = {{"type", "External"}, {"external", {{"metric", asked}}}};
        items.push_back(
            {{"metadata", {{"namespace", ns}, {"name", hpa}}}, {"spec", {{"metrics", json::array({use})}}}});
    }

    void give_value(const std::string& path, std::size_t count) {
        json values = json::array();
        for (std::size_t i = 0; i < count; ++i) {
            values.push_back({{"value", "1"}});
        }
        answer(group + path, {{"kind", "ExternalMetricValueList"}, {"items", values}});
    }

    list look() {
        answer(hpas,
               {{"kind", "HorizontalPodAutoscalerList"}, {"metadata", json::object()}, {"items", items}});
        return test::lines_of(make(cli::check_autoscalers));
    }

    std::size_t asked(const std::string& prefix) const {
        return static_cast<std::size_t>(std::ranges::count_if(
            server.requests(), [&](const auto& request) { return request.target.starts_with(prefix); }));
    }

    json items = json::array();
};

} // namespace

TEST_CASE_METHOD(fixture, "HPAs whose external metrics are listed and have values are good") {
    add("shop", "worker", "queue_depth", {{"queue", "mail"}});
    add("shop", "web", "lag");
    give_value("/namespaces/shop/queue_depth", 1);
    give_value("/namespaces/shop/lag", 2);
    CHECK(look() == list{"ok hpa-metrics: 2 external metrics of HPAs, all listed (2 HPAs in the cluster)",
                         "ok hpa-values: each of 2 questions that HPAs ask has a value"});
    CHECK(asked(std::string(group) + "/namespaces/shop/queue_depth?labelSelector=queue%3Dmail") == 1);
}

TEST_CASE_METHOD(fixture, "a cluster without external metrics in its HPAs is good") {
    CHECK(look() == list{"ok hpa-metrics: no HPA, of 0, names an external metric"});
}

TEST_CASE_METHOD(
    fixture, "each HPA that names a metric which is not listed is told, and the metric is not asked for") {
    add("shop", "worker", "queue_dept");
    add("shop", "web", "lag");
    give_value("/namespaces/shop/lag", 1);
    const auto found = look();
    REQUIRE(found.size() == 2);
    CHECK(found[0] ==
          "wrong hpa-metrics: HPA shop/worker names the external metric queue_dept, which is not listed; "
          "did you mean queue_depth?; repair: kubectl --namespace shop edit hpa worker  # or add a rule that "
          "gives the metric");
    CHECK(found[1] == "ok hpa-values: each of 1 question that HPAs ask has a value");
    CHECK(asked(std::string(group) + "/namespaces/shop/queue_dept") == 0);
}

TEST_CASE_METHOD(fixture, "a metric that is not listed is like another only if few letters differ") {
    add("shop", "worker", "http_requests");
    CHECK_THAT(look().front(), ContainsSubstring("http_requests, which is not listed; repair: "));
}

TEST_CASE_METHOD(fixture, "a metric that gives an error is wrong, and one without a value is warned of") {
    add("shop", "worker", "queue_depth");
    add("shop", "web", "lag", {{"topic", "a"}});
    refuse(std::string(group) + "/namespaces/shop/queue_depth", 503);
    give_value("/namespaces/shop/lag", 0);
    const auto found = look();
    REQUIRE(found.size() == 3);
    CHECK_THAT(found[1],
               ContainsSubstring("wrong hpa-values: HPA shop/worker: the external metric queue_depth gives "
                                 "an error: ") &&
                   ContainsSubstring("(no, for a reason); repair: barograph query queue_depth --server "
                                     "--explain --namespace shop"));
    CHECK(found[2] ==
          "warning hpa-values: HPA shop/web: the external metric lag with selector topic=a has no value "
          "now, so that the HPA keeps its replicas; repair: barograph query lag --server --explain "
          "--namespace shop --selector topic=a");
}

TEST_CASE_METHOD(fixture, "HPAs that ask the same are asked for once, and named together") {
    add("shop", "a", "lag");
    add("shop", "b", "lag");
    add("other", "c", "lag");
    give_value("/namespaces/shop/lag", 0);
    give_value("/namespaces/other/lag", 1);
    const auto found = look();
    REQUIRE(found.size() == 2);
    CHECK_THAT(found[1], ContainsSubstring("HPA shop/a, b: the external metric lag has no value"));
    CHECK(asked(std::string(group) + "/namespaces/shop/lag") == 1);
}

TEST_CASE_METHOD(fixture, "no more than 100 questions are asked, and the others are counted") {
    for (int i = 0; i < 103; ++i) {
        const auto ns = "n" + std::to_string(i);
        add(ns, "worker", "lag");
        give_value("/namespaces/" + ns + "/lag", 1);
    }
    CHECK(look().back() == "skipped hpa-values: 3 more questions of HPAs, which were not asked");
    CHECK(asked(std::string(group) + "/namespaces/") == 100);
}

TEST_CASE_METHOD(fixture, "a long list of HPAs is read page by page to its end") {
    add("shop", "worker", "queue_dept");
    const json first = {
        {"kind", "HorizontalPodAutoscalerList"}, {"metadata", {{"continue", "a/b"}}}, {"items", items}};
    const json last = {
        {"kind", "HorizontalPodAutoscalerList"}, {"metadata", json::object()}, {"items", items}};
    server.then(scripted_answer::json(first.dump()));
    server.then(scripted_answer::json(last.dump()));
    const auto found = test::lines_of(make(cli::check_autoscalers));
    CHECK(found.size() == 2);
    CHECK(server.requests().at(0).target == std::string(hpas) + "?limit=100");
    CHECK(server.requests().at(1).target == std::string(hpas) + "?limit=100&continue=a%2Fb");
}

TEST_CASE_METHOD(fixture, "a list that does not end is given up") {
    answer(hpas,
           {{"kind", "HorizontalPodAutoscalerList"}, {"metadata", {{"continue", "a"}}}, {"items", items}});
    CHECK_THAT(test::lines_of(make(cli::check_autoscalers)).front(), ContainsSubstring("does not end"));
}

TEST_CASE_METHOD(fixture, "what may not be read about HPAs is skipped, with the right that is missing") {
    SECTION("the HPAs") {
        refuse(hpas, 403);
        CHECK_THAT(test::lines_of(make(cli::check_autoscalers)).front(),
                   ContainsSubstring("skipped hpa-metrics: ") &&
                       ContainsSubstring("--verb=list --resource=horizontalpodautoscalers.autoscaling"));
    }
    SECTION("the list of metrics") {
        add("shop", "web", "lag");
        refuse(group, 503);
        CHECK_THAT(look().front(),
                   ContainsSubstring("skipped hpa-metrics: the list of metrics can't be had: "));
    }
    SECTION("the values") {
        add("shop", "web", "lag");
        refuse(std::string(group) + "/namespaces/shop/lag", 403);
        CHECK_THAT(look().back(), ContainsSubstring("skipped hpa-values: ") &&
                                      ContainsSubstring("--resource='*.external.metrics.k8s.io'"));
    }
}

} // namespace doctor_autoscaler_check_test

#include "test/support/captured_output.hpp"
#include "test/unit/server/api_fixture.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <unistd.h>

namespace api_handler_test {

using namespace barograph;
using namespace std::chrono_literals;
using nlohmann::json;
using test::api_fixture;
using test::ContainsSubstring;

namespace {

const std::string base = "/apis/external.metrics.k8s.io/v1beta1";
const std::string metric = base + "/namespaces/shop/queue_depth";

std::string message_of(const server::reply& answer) {
    const auto object = json::parse(*answer.body);
    CHECK(object.at("kind") == "Status");
    CHECK(object.at("apiVersion") == "v1");
    CHECK(object.at("status") == "Failure");
    CHECK(object.at("code") == answer.status);
    return object.value("reason", "") + ": " + object.at("message").get<std::string>();
}

} // namespace

TEST_CASE_METHOD(api_fixture, "what there is at each path") {
    struct row {
        std::string method;
        std::string target;
        unsigned status;
        std::string kind;  ///< of the object served
        std::size_t count; ///< of what it lists
    };

    metrics.has("queue_depth", 3);
    metrics.has("empty", 0);
    const auto r = GENERATE(values<row>({
        {"GET", "/apis", 200, "APIGroupList", 1},
        {"GET", "/apis/", 200, "APIGroupList", 1},
        {"GET", "/apis/external.metrics.k8s.io", 200, "APIGroup", 1},
        {"GET", "/apis/external.metrics.k8s.io/", 200, "APIGroup", 1},
        {"GET", base, 200, "APIResourceList", 2},
        {"GET", base + "/", 200, "APIResourceList", 2},
        {"HEAD", base, 200, "APIResourceList", 2},
        {"GET", metric, 200, "ExternalMetricValueList", 3},
        {"HEAD", metric, 200, "ExternalMetricValueList", 3},
        {"GET", metric + "/", 200, "ExternalMetricValueList", 3},
        {"GET", base + "/namespaces/*/queue_depth", 200, "ExternalMetricValueList", 3},
        {"GET", base + "/namespaces/%73hop/queue%5Fdepth", 200, "ExternalMetricValueList", 3},
        {"GET", metric + "?labelSelector=queue%3Dmail&limit=500&unknown=x", 200, "ExternalMetricValueList",
         3},
        {"GET", base + "/namespaces/shop/empty", 200, "ExternalMetricValueList", 0},
        {"GET", base + "/namespaces/shop/nope", 404, "Status", 0},
        {"GET", base + "/queue_depth", 404, "Status", 0},
        {"GET", base + "/namespaces/shop", 404, "Status", 0},
        {"GET", base + "/namespaces/shop/", 404, "Status", 0},
        {"GET", metric + "/name", 404, "Status", 0},
        {"POST", base + "/queue_depth", 404, "Status", 0},
        {"POST", "/apis", 405, "Status", 0},
        {"POST", "/apis/external.metrics.k8s.io", 405, "Status", 0},
        {"PUT", base, 405, "Status", 0},
        {"POST", metric, 405, "Status", 0},
        {"PUT", metric, 405, "Status", 0},
        {"PATCH", metric, 405, "Status", 0},
        {"DELETE", metric, 405, "Status", 0},
        {"OPTIONS", metric, 405, "Status", 0},
        {"get", metric, 405, "Status", 0},
        {"GET", metric + "?watch=true", 405, "Status", 0},
        {"GET", metric + "?watch=false", 200, "ExternalMetricValueList", 3},
        {"GET", metric + "?labelSelector=a%3D%3D%3D", 400, "Status", 0},
        {"GET", metric + "?labelSelector=%zz", 400, "Status", 0},
        {"GET", metric + "?labelSelector=a;b", 400, "Status", 0},
        {"GET", metric + "?labelSelector=a%00", 400, "Status", 0},
        {"GET", "/apis/%zz", 400, "Status", 0},
    }));
    INFO(r.method << " " << r.target);
    const auto answer = ask(r.method, r.target);
    CHECK(answer.status == r.status);
    CHECK(answer.content_type == "application/json");
    const auto object = json::parse(*answer.body);
    CHECK(object.at("kind") == r.kind);
    std::size_t count = 0;
    for (const auto* list : {"items", "groups", "versions", "resources"}) {
        count += object.value(list, json::array()).size();
    }
    CHECK(count == r.count);
}

TEST_CASE_METHOD(api_fixture, "what is no path of the API is answered with those that are") {
    struct row {
        const char* target;
        unsigned status;
    };

    const auto r = GENERATE(values<row>({{"/", 200},
                                         {"/nope", 404},
                                         {"/api", 404},
                                         {"/apis/custom.metrics.k8s.io", 404},
                                         {"/metrics/", 404},
                                         {"/healthz/ping/x", 404}}));
    INFO(r.target);
    const auto answer = ask("GET", r.target);
    CHECK(answer.status == r.status);
    const auto object = json::parse(*answer.body);
    CHECK(object.size() == 1);
    CHECK(object.at("paths").size() >= 8);
    CHECK(object.at("paths").at(0) == "/apis");
}

TEST_CASE_METHOD(api_fixture, "the paths that are listed are there") {
    const auto paths = json::parse(*ask("GET", "/").body).at("paths");
    for (const auto& path : paths) {
        INFO(path);
        CHECK(ask("GET", path.get<std::string>()).status == 200);
    }
}

TEST_CASE_METHOD(api_fixture, "values are served byte for byte as the API has them") {
    metrics.has("queue_depth", 1);
    CHECK(*ask("GET", metric).body ==
          R"({"kind":"ExternalMetricValueList","apiVersion":"external.metrics.k8s.io/v1beta1","metadata":{},)"
          R"("items":[{"metricName":"queue_depth","metricLabels":{"queue":"mail"},)"
          R"("timestamp":"2023-11-14T22:13:21Z","value":"57"}]})"
          "\n");
}

TEST_CASE_METHOD(api_fixture, "a metric is asked for with its namespace, the selector and a deadline") {
    metrics.has("queue_depth", 1);
    const auto begin = net::steady_clock::now();
    ask("GET", metric + "?labelSelector=queue+in+%28mail%2Csms%29");
    REQUIRE(metrics.asked.size() == 1);
    const auto& asked = metrics.asked.front();
    CHECK(asked.metric == "queue_depth");
    CHECK(asked.ns == "shop");
    CHECK(rules::to_string(asked.labels) == "queue in (mail,sms)");
    CHECK(asked.deadline >= begin + 10s);
    CHECK(asked.deadline < begin + 60s);
}

TEST_CASE_METHOD(api_fixture, "of several selectors the first counts, and an empty one selects everything") {
    metrics.has("queue_depth", 1);
    ask("GET", metric + "?labelSelector=a%3D1&labelSelector=b%3D2");
    ask("GET", metric + "?labelSelector=");
    ask("GET", metric);
    REQUIRE(metrics.asked.size() == 3);
    CHECK(rules::to_string(metrics.asked[0].labels) == "a=1");
    CHECK(metrics.asked[1].labels.requirements.empty());
    CHECK(metrics.asked[2].labels.requirements.empty());
}

TEST_CASE_METHOD(api_fixture, "errors are worded as Kubernetes words them") {
    struct row {
        std::string method;
        std::string target;
        std::string message;
    };

    metrics.has("queue_depth", 1);
    const auto r = GENERATE(values<row>({
        {"GET", base + "/namespaces/shop/nope",
         "NotFound: the server could not find the metric nope for namespaces"},
        {"GET", base + "/queue_depth", "NotFound: the server could not find the requested resource"},
        {"GET", metric + "?labelSelector=a%3D%3D%3D",
         "BadRequest: unable to parse requirement: found '=', expected: identifier"},
        {"DELETE", metric,
         "MethodNotAllowed: the server does not allow this method on the requested resource"},
        {"GET", metric + "?watch=true",
         R"(MethodNotAllowed: watch is not supported on resources of kind "*.external.metrics.k8s.io")"},
    }));
    INFO(r.target);
    CHECK(message_of(ask(r.method, r.target)) == r.message);
}

TEST_CASE_METHOD(api_fixture, "a query that cannot be decoded asks for nothing, rather than for everything") {
    metrics.has("queue_depth", 1);
    for (const auto* query : {"labelSelector=%zz", "labelSelector=a%3D1;b", "labelSelector=a%00", "x=%"}) {
        INFO(query);
        CHECK(ask("GET", metric + "?" + query).status == 400);
    }
    CHECK(metrics.asked.empty());
}

TEST_CASE_METHOD(api_fixture, "why there is no value reaches the HPA") {
    struct row {
        metrics::errc why;
        unsigned status;
        std::string message;
    };

    using metrics::errc;
    const auto r =
        GENERATE(values<row>({{errc::bad_request, 400, "BadRequest: the cause"},
                              {errc::bad_value, 500, "InternalError: Internal error occurred: the cause"},
                              {errc::unavailable, 503, "ServiceUnavailable: the cause"},
                              {errc::timed_out, 504, "Timeout: the cause"},
                              {errc::internal, 500, "InternalError: Internal error occurred: the cause"}}));
    metrics.results["queue_depth"] = std::unexpected(metrics::error{r.why, "the cause"});
    const auto answer = ask("GET", metric);
    CHECK(answer.status == r.status);
    CHECK(message_of(answer) == r.message);
}

TEST_CASE_METHOD(api_fixture, "a metric that works again is answered at once") {
    metrics.results["queue_depth"] = std::unexpected(metrics::error{metrics::errc::unavailable, "the cause"});
    CHECK(ask("GET", metric).status == 503);
    metrics.has("queue_depth", 1);
    CHECK(ask("GET", metric).status == 200);
}

TEST_CASE_METHOD(api_fixture, "the log tells an outage once, and what fails by itself for each question") {
    const test::captured_output log(STDERR_FILENO);
    const bool is_outage = GENERATE(true, false);
    for (const auto* name : {"a", "b", "c"}) {
        metrics.results[name] = std::unexpected(
            metrics::error{metrics::errc::unavailable, "no answer", is_outage ? "unreachable" : ""});
        ask("GET", base + "/namespaces/shop/" + name);
        ask("GET", base + "/namespaces/shop/" + name);
    }
    const auto text = log.text();
    CHECK_THAT(text, ContainsSubstring(" error external metric shop/a{}: no answer\n"));
    CHECK(std::ranges::count(text, '\n') == (is_outage ? 1 : 3));
    for (const auto* name : {"a", "b", "c"}) {
        metrics.has(name, 1);
        ask("GET", base + "/namespaces/shop/" + name);
    }
    CHECK_THAT(log.text(), ContainsSubstring(" info external metric shop/c{}: works again" +
                                             std::string(is_outage ? "; so do 2 others\n" : "\n")));
}

TEST_CASE_METHOD(api_fixture, "without any metric the list holds a placeholder") {
    const auto list = json::parse(*ask("GET", base).body);
    CHECK(list.at("resources").size() == 1);
    CHECK(list.at("resources").at(0).at("name") == "externalmetrics");
}

TEST_CASE_METHOD(api_fixture, "the version is the program's own") {
    const auto answer = ask("GET", "/version");
    CHECK(answer.status == 200);
    CHECK(json::parse(*answer.body).at("gitVersion") == "v1.2.3");
}

TEST_CASE_METHOD(api_fixture, "its own metrics count the requests answered so far") {
    ask("GET", "/apis");
    ask("BREW", "/apis");
    CHECK(handler.refuse(431, "too large").status == 431);
    const auto answer = ask("GET", "/metrics");
    CHECK(answer.status == 200);
    CHECK(answer.content_type == "text/plain; version=0.0.4; charset=utf-8");
    CHECK_THAT(*answer.body,
               ContainsSubstring(R"(barograph_http_requests_total{code="200",method="GET"} 1)"));
    CHECK_THAT(*answer.body,
               ContainsSubstring(R"(barograph_http_requests_total{code="405",method="other"} 1)"));
    CHECK_THAT(*answer.body,
               ContainsSubstring(R"(barograph_http_requests_total{code="431",method="other"} 1)"));
}

TEST_CASE_METHOD(api_fixture, "JSON is indented for people, and compact for programs") {
    struct row {
        std::string target;
        std::string agent;
        bool indented;
    };

    const auto r = GENERATE(values<row>({{"/apis", "", false},
                                         {"/apis", "kube-controller-manager/v1.36", false},
                                         {"/apis", "curl/7.88.1", true},
                                         {"/apis", "Wget/1.21", true},
                                         {"/apis", "Mozilla/5.0 (X11)", true},
                                         {"/apis?pretty=true", "", true},
                                         {"/apis?pretty=1", "", true},
                                         {"/apis?pretty=false", "", false},
                                         {"/apis?pretty=no", "", false},
                                         {"/apis?pretty=false", "curl/7.88.1", false},
                                         {"/apis?pretty=", "curl/7.88.1", true},
                                         {"/apis?pretty=%zz", "", false}}));
    INFO(r.target << " " << r.agent);
    fields.set(server::http::field::user_agent, r.agent);
    CHECK(ask("GET", r.target).body->starts_with("{\n  ") == r.indented);
}

TEST_CASE_METHOD(api_fixture, "what could not be read as a request is refused with a Status") {
    const auto answer = handler.refuse(413, "the body is too large");
    CHECK(answer.status == 413);
    CHECK(message_of(answer) == "RequestEntityTooLarge: the body is too large");
}

} // namespace api_handler_test

#include "test/unit/server/observed_api.hpp"

namespace audit_trail_test {

using namespace barograph;
using nlohmann::json;

namespace {

const std::string metric = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue_depth";

struct fixture : test::observed_api {
    server::reply ask(std::string_view method, std::string_view target) {
        auto observed = observer(handler, {.audit = auditor.get()});
        return ask_through(observed, method, target);
    }

    // Asks for the metric, and gives the stages told.
    std::vector<std::string> stages_of_metric() {
        ask("GET", metric);
        std::vector<std::string> stages;
        for (const auto& event : events()) {
            stages.push_back(event.at("stage"));
        }
        return stages;
    }
};

using list = std::vector<std::string>;

} // namespace

TEST_CASE_METHOD(fixture, "a request leaves an event when it is known who asks, and one with its answer") {
    metrics.has("queue_depth", 1);
    who.user =
        kube::user_info{.name = "eve", .uid = "7", .groups = {"devs"}, .extra = {{"scopes", {"one", "two"}}}};
    authorizer.answer = kube::access_decision{.allowed = true, .reason = "RBAC: allowed by \"x\""};
    fields.set("Audit-ID", "given");
    fields.set(server::http::field::user_agent, "kubectl");
    fields.set("X-Forwarded-For", "10.9.8.7");
    fields.set("Authorization", "Bearer hunter2");
    CHECK(ask("GET", metric + "?labelSelector=a%3Db").status == 200);
    const auto told = events();
    REQUIRE(told.size() == 2);
    const json common = {
        {"kind", "Event"},
        {"apiVersion", "audit.k8s.io/v1"},
        {"level", "Metadata"},
        {"auditID", "given"},
        {"requestURI", metric + "?labelSelector=a%3Db"},
        {"user",
         {{"username", "eve"}, {"uid", "7"}, {"groups", {"devs"}}, {"extra", {{"scopes", {"one", "two"}}}}}},
        {"sourceIPs", {"10.9.8.7", "127.0.0.1"}},
        {"userAgent", "kubectl"},
        {"objectRef",
         {{"resource", "queue_depth"},
          {"namespace", "shop"},
          {"apiGroup", "external.metrics.k8s.io"},
          {"apiVersion", "v1beta1"}}},
        {"requestReceivedTimestamp", "2023-11-14T22:13:20.000000Z"},
        {"stageTimestamp", "2023-11-14T22:13:20.000000Z"}};
    for (const auto& [key, value] : common.items()) {
        INFO(key);
        CHECK(told[0].at(key) == value);
        CHECK(told[1].at(key) == value);
    }
    CHECK(told[0].at("stage") == "RequestReceived");
    CHECK_FALSE(told[0].contains("responseStatus"));
    CHECK_FALSE(told[0].contains("annotations"));
    CHECK(told[1].at("stage") == "ResponseComplete");
    CHECK(told[1].at("verb") == authorizer.asked.front().verb);
    CHECK(told[1].at("responseStatus").at("code") == 200);
    CHECK(told[1].at("annotations") == json{{"authorization.k8s.io/decision", "allow"},
                                            {"authorization.k8s.io/reason", "RBAC: allowed by \"x\""}});
    CHECK(told[1].dump().find("hunter2") == std::string::npos);
}

TEST_CASE_METHOD(fixture, "a refusal is told with the authorizer's decision, and that it could not decide") {
    authorizer.answer = kube::access_decision{.allowed = false, .reason = "no"};
    ask("GET", "/metrics");
    auto told = events();
    REQUIRE(told.size() == 2);
    CHECK(told[1].at("responseStatus").at("code") == 403);
    CHECK(told[1].at("verb") == "get");
    CHECK_FALSE(told[1].contains("objectRef"));
    CHECK(told[1].at("annotations") ==
          json{{"authorization.k8s.io/decision", "forbid"}, {"authorization.k8s.io/reason", "no"}});

    authorizer.answer = std::unexpected(kube::error{kube::errc::unreachable, "not there"});
    ask("GET", "/metrics");
    told = events();
    REQUIRE(told.size() == 2);
    CHECK(told[1].at("annotations") == json{{"authorization.k8s.io/reason", "internal error"}});
}

TEST_CASE_METHOD(fixture, "what is open to everybody is told without a user") {
    ask("GET", "/readyz");
    const auto told = events();
    REQUIRE(told.size() == 2);
    CHECK(told[0].at("stage") == "RequestReceived");
    CHECK(told[1].at("user") == json::object());
    CHECK(told[1].at("annotations").at("authorization.k8s.io/decision") == "allow");
}

TEST_CASE_METHOD(fixture, "wrong credentials leave one event, ResponseStarted") {
    who.user = std::unexpected(
        server::authentication_error{server::authentication_error::kind::unauthorized, "hunter2"});
    ask("GET", metric);
    const auto told = events();
    REQUIRE(told.size() == 1);
    CHECK(told[0].at("stage") == "ResponseStarted");
    CHECK(told[0].at("responseStatus").at("code") == 401);
    CHECK(told[0].at("user") == json::object());
    CHECK(told[0].at("objectRef").at("resource") == "queue_depth");
    CHECK(told[0].dump().find("hunter2") == std::string::npos);
}

TEST_CASE_METHOD(fixture, "what is refused before anybody is known leaves its answer alone") {
    CHECK(ask("POST", "/a%zz").status == 400);
    const auto told = events();
    REQUIRE(told.size() == 1);
    CHECK(told[0].at("stage") == "ResponseComplete");
    CHECK(told[0].at("verb") == "post");
    CHECK(told[0].at("requestURI") == "/a%zz");
}

TEST_CASE_METHOD(fixture, "the policy decides by user and object, and which stages are told") {
    metrics.has("queue_depth", 1);
    CHECK(stages_of_metric() == list{"RequestReceived", "ResponseComplete"});
    auditor->policy.omitted = {audit::stage::request_received};
    CHECK(stages_of_metric() == list{"ResponseComplete"});
    auditor->policy.omitted = {audit::stage::response_complete};
    CHECK(stages_of_metric() == list{"RequestReceived"});
    auditor->policy = {};
    CHECK(stages_of_metric().empty());
    auto& rule = auditor->policy.rules.emplace_back();
    rule.what = audit::level::metadata;
    rule.users = {"eve"};
    rule.namespaces = {"shop"};
    CHECK(stages_of_metric().size() == 2);
    rule.users = {"bob"};
    CHECK(stages_of_metric().empty());
    rule.users.clear();
    rule.namespaces.clear();
    rule.urls = {"/healthz*"};
    CHECK(stages_of_metric().empty());
    ask("GET", "/healthz/ping");
    CHECK(events().size() == 2);
}

} // namespace audit_trail_test

#include "audit/event_text.hpp"
#include "test/support/catch.hpp"
#include "test/unit/audit/sample_event.hpp"

#include <nlohmann/json.hpp>

namespace event_text_test {

using namespace barograph;
using nlohmann::json;

TEST_CASE("an event is the JSON of audit.k8s.io/v1, in its order") {
    CHECK(audit::to_json(test::sample_event()) ==
          R"({"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"id-1",)"
          R"("stage":"ResponseComplete",)"
          R"("requestURI":"/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/depth?labelSelector=a%3Db",)"
          R"("verb":"list","user":{"username":"eve","uid":"7","groups":["system:authenticated","devs"],)"
          R"("extra":{"scopes":["one","two"]}},"sourceIPs":["10.0.0.9","127.0.0.1"],)"
          R"("userAgent":"kubectl/v1.36","objectRef":{"resource":"depth","namespace":"shop",)"
          R"("apiGroup":"external.metrics.k8s.io","apiVersion":"v1beta1"},)"
          R"("responseStatus":{"metadata":{},"code":200},)"
          R"("requestReceivedTimestamp":"2023-11-14T22:13:20.000042Z",)"
          R"("stageTimestamp":"2023-11-14T22:13:20.005042Z",)"
          R"("annotations":{"authorization.k8s.io/decision":"allow",)"
          R"("authorization.k8s.io/reason":"RBAC: allowed"}})");
}

TEST_CASE("what is not known of a request is left out") {
    audit::event bare;
    bare.id = "x";
    const auto object = json::parse(audit::to_json(bare));
    CHECK(object.at("user") == json::object());
    CHECK(object.at("stage") == "RequestReceived");
    CHECK(object.at("stageTimestamp") == "1970-01-01T00:00:00.000000Z");
    for (const auto* key : {"sourceIPs", "userAgent", "objectRef", "responseStatus", "annotations"}) {
        INFO(key);
        CHECK_FALSE(object.contains(key));
    }
}

TEST_CASE("levels and stages have Kubernetes' names") {
    auto told = test::sample_event();
    const auto names = [&](audit::level what, audit::stage reached) {
        told.what = what;
        told.reached = reached;
        const auto object = json::parse(audit::to_json(told));
        return object.at("level").get<std::string>() + " " + object.at("stage").get<std::string>();
    };
    CHECK(names(audit::level::request, audit::stage::response_started) == "Request ResponseStarted");
    CHECK(names(audit::level::request_response, audit::stage::request_received) ==
          "RequestResponse RequestReceived");
}

TEST_CASE("no text of a client ends the line or breaks the JSON") {
    auto told = test::sample_event();
    told.user_agent = "a\"\n\\\x01\xff"
                      "b";
    told.who.name = "e\nve\"";
    const auto line = audit::to_json(told);
    CHECK(line.find('\n') == std::string::npos);
    const auto object = json::parse(line);
    CHECK(object.at("userAgent") == "a\"\n\\\x01\xEF\xBF\xBD"
                                    "b");
    CHECK(object.at("user").at("username") == "e\nve\"");
    CHECK(audit::to_legacy(told).find('\n') == std::string::npos);
}

TEST_CASE("the legacy format is Kubernetes' line of text") {
    CHECK(audit::to_legacy(test::sample_event()) ==
          R"(2023-11-14T22:13:20.000042Z AUDIT: id="id-1" stage="ResponseComplete" ip="10.0.0.9" )"
          R"(method="list" user="eve" groups="\"system:authenticated\",\"devs\"" as="<self>" )"
          R"(asgroups="<lookup>" user-agent="kubectl/v1.36" namespace="shop" )"
          R"(uri="/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/depth?labelSelector=a%3Db" )"
          R"(response="200")");
    audit::event bare;
    bare.id = "x";
    CHECK(audit::to_legacy(bare) ==
          R"(1970-01-01T00:00:00.000000Z AUDIT: id="x" stage="RequestReceived" ip="<unknown>" method="" )"
          R"(user="<none>" groups="<none>" as="<self>" asgroups="<lookup>" user-agent="" )"
          R"(namespace="<none>" uri="" response="<deferred>")");
}

} // namespace event_text_test

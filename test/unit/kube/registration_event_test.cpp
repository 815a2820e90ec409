#include "kube/registration_event.hpp"
#include "test/support/catch.hpp"

#include <nlohmann/json.hpp>

namespace registration_event_test {

using namespace barograph;
using namespace std::chrono_literals;
using nlohmann::json;
using holder = kube::api_registration::holder;

namespace {

const kube::service_name ours{"monitoring", "barograph"};
const std::chrono::system_clock::time_point when{1700000000s + 42us};

json event(const kube::api_registration& found, const std::string& instance = "pod-1") {
    return json::parse(kube::registration_event(found, ours, when, instance));
}

} // namespace

TEST_CASE("an Event has every field that kube-apiserver demands") {
    const kube::api_registration found{.who = holder::another, .service = {"keda", "k"}, .uid = "u-1"};
    const auto made = event(found);
    CHECK(made["apiVersion"] == "events.k8s.io/v1");
    CHECK(made["kind"] == "Event");
    CHECK(made["metadata"]["namespace"] == "default");
    CHECK(made["metadata"]["name"].get<std::string>().starts_with("v1beta1.external.metrics.k8s.io."));
    CHECK(made["eventTime"] == "2023-11-14T22:13:20.000042Z");
    CHECK(made["type"] == "Warning");
    CHECK(made["reason"] == "APIServiceTakenOver");
    CHECK(made["action"] == "FollowRegistration");
    CHECK(made["note"] == kube::registration_account(found, ours));
    CHECK(made["reportingController"] == "barograph");
    CHECK(made["reportingInstance"] == "pod-1");
    CHECK(made["regarding"] == json{{"apiVersion", "apiregistration.k8s.io/v1"},
                                    {"kind", "APIService"},
                                    {"name", "v1beta1.external.metrics.k8s.io"},
                                    {"uid", "u-1"}});
}

TEST_CASE("the reason says what became of the APIService; only to have it again is normal") {
    struct row {
        holder who;
        const char* type;
        const char* reason;
    };

    const auto r = GENERATE(values<row>({
        {holder::ours, "Normal", "APIServiceRegistered"},
        {holder::another, "Warning", "APIServiceTakenOver"},
        {holder::kube_apiserver, "Warning", "APIServiceTakenOver"},
        {holder::absent, "Warning", "APIServiceMissing"},
    }));
    const auto made = event({.who = r.who});
    CHECK(made["type"] == r.type);
    CHECK(made["reason"] == r.reason);
    CHECK_FALSE(made["regarding"].contains("uid"));
}

TEST_CASE("a note is never longer than the 1024 bytes that kube-apiserver takes") {
    const std::string longest(63, 'a');
    const kube::service_name name{longest, longest};
    const kube::api_registration found{.who = holder::another, .service = name, .release = name};
    CHECK(kube::registration_account(found, name).size() <= 1024);
}

TEST_CASE("replicas that see a change at the same time name their Events differently") {
    CHECK(event({.who = holder::absent}, "pod-1")["metadata"]["name"] !=
          event({.who = holder::absent}, "pod-2")["metadata"]["name"]);
}

} // namespace registration_event_test

#include "cli/doctor/registration_check.hpp"
#include "test/unit/cli/doctor/examined_cluster.hpp"
#include "test/unit/kube/api_service.hpp"

namespace doctor_registration_check_test {

using namespace barograph;
using test::ContainsSubstring;
using list = std::vector<std::string>;

namespace {

constexpr const char* title = "APIService v1beta1.external.metrics.k8s.io";

struct fixture : test::examined_cluster {
    void register_as(const test::api_service& service, const std::string& available = "True",
                     const std::string& reason = {}, const std::string& message = {}) {
        auto object = service.object();
        if (!available.empty()) {
            const nlohmann::json condition = {
                {"type", "Available"}, {"status", available}, {"reason", reason}, {"message", message}};
            object["status"]["conditions"] = nlohmann::json::array({condition});
        }
        answer(api_service_path, object);
    }

    list look() { return test::lines_of(make(cli::check_registration)); }
};

} // namespace

TEST_CASE_METHOD(fixture, "an APIService that names our Service and is available is good") {
    options.apiservice_service = {"monitoring", "barograph"};
    register_as({.ns = "monitoring", .name = "barograph"});
    CHECK(look() == list{std::string("ok apiservice: ") + title + " names Service monitoring/barograph",
                         "ok available: kube-apiserver finds it available"});
}

TEST_CASE_METHOD(fixture, "without a Service to expect, the doctor tells whose the APIService is") {
    register_as(
        {.ns = "keda",
         .name = "keda-metrics",
         .annotations = {{"meta.helm.sh/release-name", "keda"}, {"meta.helm.sh/release-namespace", "keda"}}});
    CHECK(look().front() == std::string("ok apiservice: ") + title +
                                " names Service keda/keda-metrics, of Helm release keda/keda");
}

TEST_CASE_METHOD(fixture, "an APIService of another product is wrong, with the command that takes it back") {
    options.apiservice_service = {"monitoring", "barograph"};
    SECTION("applied by somebody") {
        register_as({.ns = "keda", .name = "keda-metrics"});
        CHECK(look().front() ==
              std::string("wrong apiservice: ") + title +
                  " names Service keda/keda-metrics, not monitoring/barograph: HPAs ask another server; "
                  "repair: "
                  "kubectl patch apiservice v1beta1.external.metrics.k8s.io --type=merge --patch "
                  R"('{"spec":{"service":{"namespace":"monitoring","name":"barograph"}}}')");
    }
    SECTION("of a Helm release, which would take it again") {
        register_as({.ns = "keda",
                     .name = "keda-metrics",
                     .annotations = {{"meta.helm.sh/release-name", "k"},
                                     {"meta.helm.sh/release-namespace", "keda"}}});
        CHECK_THAT(look().front(), ContainsSubstring("of Helm release keda/k; repair: helm upgrade k CHART "
                                                     "--namespace keda"));
    }
    SECTION("kube-apiserver's own") {
        register_as({.ns = "", .name = ""});
        CHECK_THAT(look().front(), ContainsSubstring("wrong apiservice: ") &&
                                       ContainsSubstring("names no Service") &&
                                       ContainsSubstring("kubectl patch apiservice"));
    }
}

TEST_CASE_METHOD(fixture, "an APIService that is not available is told with reason and message") {
    SECTION("for want of endpoints") {
        register_as({.ns = "m", .name = "b"}, "False", "MissingEndpoints", "endpoints have no addresses");
        CHECK(look().at(1) == "wrong available: kube-apiserver finds it not available: MissingEndpoints: "
                              "endpoints have no addresses; repair: "
                              "kubectl --namespace m get services,endpointslices,pods");
    }
    SECTION("for its certificate") {
        register_as({.ns = "m", .name = "b"}, "False", "FailedDiscoveryCheck", "x509: unknown authority");
        CHECK_THAT(look().at(1),
                   ContainsSubstring("x509: unknown authority; repair: kubectl get apiservice") &&
                       ContainsSubstring("openssl x509"));
    }
    SECTION("not looked at yet") {
        register_as({.ns = "m", .name = "b"}, "");
        CHECK_THAT(look().at(1), ContainsSubstring("wrong available: kube-apiserver has not looked yet"));
    }
}

TEST_CASE_METHOD(fixture, "an APIService that is absent, unreadable or not for us to read is told so") {
    SECTION("absent") {
        refuse(api_service_path, 404);
        CHECK_THAT(look().front(),
                   ContainsSubstring("wrong apiservice: ") && ContainsSubstring("does not exist"));
        CHECK(look().at(1) == "skipped available: there is no APIService");
    }
    SECTION("forbidden") {
        refuse(api_service_path, 403);
        CHECK_THAT(look().front(),
                   ContainsSubstring("skipped apiservice: whoever runs this check lacks a right: ") &&
                       ContainsSubstring("no, for a reason") &&
                       ContainsSubstring("--verb=get --resource=apiservices.apiregistration.k8s.io") &&
                       ContainsSubstring("--user=admin"));
    }
    SECTION("broken") {
        refuse(api_service_path, 500);
        CHECK_THAT(look().front(),
                   ContainsSubstring("wrong apiservice: ") && ContainsSubstring("status 500"));
    }
    SECTION("nonsense") {
        answer(api_service_path, {{"kind", "Pod"}});
        CHECK_THAT(look().front(), ContainsSubstring("wrong apiservice: the answer is not an APIService"));
    }
    SECTION("no way") {
        session.api.reset();
        CHECK(look().front() == "skipped apiservice: there is no way to the Kubernetes API");
    }
}

} // namespace doctor_registration_check_test

#include "cli/doctor/service_check.hpp"
#include "test/unit/cli/doctor/installed_service.hpp"

namespace doctor_service_check_test {

using namespace barograph;
using test::ContainsSubstring;
using list = std::vector<std::string>;

namespace {

struct fixture : test::installed_service {
    list look() { return test::lines_of(make(cli::check_service)); }
};

} // namespace

TEST_CASE_METHOD(fixture, "a Service with a ready endpoint is good") {
    install(6443);
    CHECK(look() == list{"ok service: Service monitoring/barograph has 1 of 1 endpoints ready"});
    REQUIRE(server.requests().size() == 3);
    CHECK(server.requests()[2].target ==
          std::string(slices_path) + "?labelSelector=kubernetes.io%2Fservice-name%3Dbarograph");
}

TEST_CASE_METHOD(fixture, "a Service without a ready endpoint is wrong, with the Pods to look at") {
    install(6443, false);
    CHECK(look() ==
          list{"wrong service: Service monitoring/barograph has no endpoint that is ready, of 1; repair: "
               "kubectl --namespace monitoring describe pods --selector=app=barograph,release=b"});
}

TEST_CASE_METHOD(fixture, "a Service without endpoints, or without Pods of its own, is wrong") {
    service["spec"].erase("selector");
    install(6443);
    answer(slices_path, {{"kind", "EndpointSliceList"}, {"items", nlohmann::json::array()}});
    CHECK_THAT(look().front(), ContainsSubstring("has no endpoints: ") &&
                                   ContainsSubstring("describe endpointslices --selector=kubernetes.io/"
                                                     "service-name=barograph"));
}

TEST_CASE_METHOD(fixture, "a Service without the port that the APIService names is wrong") {
    registration["spec"]["service"]["port"] = 8443;
    install(6443);
    CHECK(look() ==
          list{"wrong service: Service monitoring/barograph has no port 8443, which the aggregator asks; "
               "repair: kubectl --namespace monitoring edit service barograph"});
}

TEST_CASE_METHOD(fixture, "a Service that does not exist is wrong, and one that may not be read is skipped") {
    answer(api_service_path, registration);
    SECTION("absent") {
        refuse(service_path, 404);
        CHECK_THAT(look().front(),
                   ContainsSubstring("wrong service: Service monitoring/barograph does not exist"));
    }
    SECTION("forbidden") {
        refuse(service_path, 403);
        CHECK_THAT(look().front(), ContainsSubstring("skipped service: ") &&
                                       ContainsSubstring("kubectl --namespace monitoring create role"));
    }
    SECTION("its slices forbidden") {
        answer(service_path, service);
        refuse(slices_path, 403);
        CHECK_THAT(look().front(), ContainsSubstring("--resource=endpointslices.discovery.k8s.io"));
    }
}

TEST_CASE_METHOD(fixture, "the Service that a flag names is looked at, whatever the APIService names") {
    options.apiservice_service = {"a", "b"};
    SECTION("another") {
        answer(api_service_path, registration);
    }
    SECTION("nothing, being absent") {
        refuse(api_service_path, 404);
    }
    refuse("/api/v1/namespaces/a/services/b", 404);
    CHECK_THAT(look().front(), ContainsSubstring("Service a/b does not exist"));
}

TEST_CASE_METHOD(fixture, "without any Service to look at the check is skipped") {
    SECTION("no APIService") {
        refuse(api_service_path, 404);
    }
    SECTION("kube-apiserver's own") {
        answer(api_service_path, test::api_service{.ns = "", .name = ""}.object());
    }
    CHECK_THAT(look().front(), ContainsSubstring("skipped service: "));
}

} // namespace doctor_service_check_test

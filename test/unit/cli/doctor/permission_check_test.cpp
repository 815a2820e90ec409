#include "cli/doctor/needed_rights.hpp"
#include "cli/doctor/permission_check.hpp"
#include "test/unit/cli/doctor/examined_cluster.hpp"

#include <algorithm>
#include <set>

namespace doctor_permission_check_test {

using namespace barograph;
using nlohmann::json;
using test::ContainsSubstring;
using list = std::vector<std::string>;

namespace {

constexpr const char* others = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
constexpr const char* self = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

struct fixture : test::examined_cluster {
    fixture() {
        options.service_account = {"monitoring", "barograph"};
        server.always([this](const test::scripted_request& request) { return judge(request); });
    }

    // Allows everything but what is denied, given as VERB RESOURCE.
    test::scripted_answer judge(const test::scripted_request& request) {
        auto review = json::parse(request.body);
        const auto& asked = review["spec"]["resourceAttributes"];
        const auto what = asked["verb"].get<std::string>() + " " + asked["resource"].get<std::string>();
        review["status"]["allowed"] = !denied.contains(what);
        return test::scripted_answer::reply(201, review.dump());
    }

    list look() { return test::lines_of(make(cli::check_server_rights)); }

    std::set<std::string> denied;
};

} // namespace

TEST_CASE_METHOD(fixture, "each right that the server has is told") {
    CHECK(look() ==
          list{"ok permission: system:serviceaccount:monitoring:barograph may create "
               "tokenreviews.authentication.k8s.io",
               "ok permission: system:serviceaccount:monitoring:barograph may create "
               "subjectaccessreviews.authorization.k8s.io",
               "ok permission: system:serviceaccount:monitoring:barograph may get, list, watch configmaps "
               "extension-apiserver-authentication in kube-system",
               "ok permission: system:serviceaccount:monitoring:barograph may get, list, watch "
               "apiservices.apiregistration.k8s.io v1beta1.external.metrics.k8s.io",
               "ok permission: system:serviceaccount:monitoring:barograph may create events.events.k8s.io in "
               "default"});
}

TEST_CASE_METHOD(fixture, "the server's account is asked about with its groups, and all that names a right") {
    look();
    const auto& requests = server.requests();
    REQUIRE(requests.size() == 9);
    const auto watches = std::ranges::find_if(requests, [](const auto& request) {
        return request.body.find("configmaps") != std::string::npos &&
               request.body.find("watch") != std::string::npos;
    });
    REQUIRE(watches != requests.end());
    CHECK(watches->target == others);
    CHECK(json::parse(watches->body)["spec"] == json::parse(R"({
        "user":"system:serviceaccount:monitoring:barograph",
        "groups":["system:serviceaccounts","system:serviceaccounts:monitoring","system:authenticated"],
        "resourceAttributes":{"verb":"watch","resource":"configmaps","namespace":"kube-system",
                              "name":"extension-apiserver-authentication"}})"));
}

TEST_CASE_METHOD(fixture,
                 "each right that the server lacks is told with what that means and what grants it") {
    denied = {"create tokenreviews", "list configmaps", "watch configmaps", "get apiservices",
              "create events"};
    const auto found = look();
    REQUIRE(found.size() == 5);
    CHECK(found[0] == "wrong permission: system:serviceaccount:monitoring:barograph may not create "
                      "tokenreviews.authentication.k8s.io: it can't tell whose a bearer token is; repair: "
                      "kubectl create clusterrolebinding barograph-may-ask-who-may "
                      "--clusterrole=system:auth-delegator --serviceaccount=monitoring:barograph");
    CHECK_THAT(found[1], ContainsSubstring("ok permission: "));
    CHECK_THAT(found[2], ContainsSubstring("may not list, watch configmaps extension-") &&
                             ContainsSubstring("kubectl --namespace kube-system create rolebinding") &&
                             ContainsSubstring("--role=extension-apiserver-authentication-reader"));
    CHECK_THAT(found[3], ContainsSubstring("may not get apiservices") &&
                             ContainsSubstring("--resource-name=v1beta1.external.metrics.k8s.io"));
    CHECK_THAT(found[4], ContainsSubstring("may not create events.events.k8s.io in default") &&
                             ContainsSubstring("kubectl --namespace default create role"));
}

TEST_CASE_METHOD(fixture, "an account that asks about itself needs no right to ask about others") {
    session.user = "system:serviceaccount:monitoring:barograph";
    SECTION("named") {}
    SECTION("by default") {
        options.service_account.reset();
    }
    CHECK(look().size() == 5);
    CHECK(std::ranges::all_of(server.requests(), [](const auto& request) { return request.target == self; }));
}

TEST_CASE_METHOD(fixture, "who is not known to the API asks about itself, too") {
    session.user.clear();
    options.service_account.reset();
    CHECK_THAT(look().front(), ContainsSubstring("ok permission: who asks may create tokenreviews"));
    CHECK(server.requests().front().target == self);
}

TEST_CASE_METHOD(fixture, "who may not ask about others is told so once, with the right to ask") {
    refuse(others, 403);
    const auto found = look();
    REQUIRE(found.size() == 1);
    CHECK_THAT(found.front(),
               ContainsSubstring("skipped permission: what "
                                 "system:serviceaccount:monitoring:barograph may do can't be asked") &&
                   ContainsSubstring("--clusterrole=system:auth-delegator --user=admin"));
}

TEST_CASE_METHOD(fixture, "a review that fails is wrong, and is no denial") {
    refuse(others, 500);
    const auto found = look();
    REQUIRE(found.size() == 5);
    CHECK_THAT(found.front(),
               ContainsSubstring("wrong permission: whether ") && ContainsSubstring("is not known"));
}

TEST_CASE_METHOD(fixture, "the HPA's controller may list every external metric, or is told what lets it") {
    CHECK(test::lines_of(make(cli::check_autoscaler_rights)).front() ==
          "ok permission: system:serviceaccount:kube-system:horizontal-pod-autoscaler may list every "
          "resource of "
          "external.metrics.k8s.io");
    denied = {"list *"};
    CHECK(test::lines_of(make(cli::check_autoscaler_rights)).front() ==
          "wrong permission: system:serviceaccount:kube-system:horizontal-pod-autoscaler may not list every "
          "resource "
          "of external.metrics.k8s.io: HPAs are refused their external metrics; repair: "
          "kubectl create clusterrole barograph-metrics-for-autoscaler --verb=get,list "
          "--resource='*.external.metrics.k8s.io' && kubectl create clusterrolebinding "
          "barograph-metrics-for-autoscaler --clusterrole=barograph-metrics-for-autoscaler "
          "--serviceaccount=kube-system:horizontal-pod-autoscaler");
}

TEST_CASE_METHOD(fixture, "a controller that may list metrics but not get them is warned of only") {
    denied = {"get *"};
    const auto found = make(cli::check_autoscaler_rights);
    REQUIRE(found.size() == 2);
    CHECK(found[0].level == cli::finding_level::ok);
    CHECK(found[1].level == cli::finding_level::warning);
}

} // namespace doctor_permission_check_test

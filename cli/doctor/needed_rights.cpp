#include "cli/doctor/needed_rights.hpp"

#include "cli/doctor/grant.hpp"
#include "kube/api_registration.hpp"

namespace barograph::cli {

namespace {

kube::access_request resource_of(std::string group, std::string resource, std::string ns = {},
                                 std::string name = {}) {
    kube::access_request asked;
    asked.is_resource = true;
    asked.group = std::move(group);
    asked.resource = std::move(resource);
    asked.ns = std::move(ns);
    asked.name = std::move(name);
    return asked;
}

} // namespace

std::vector<needed_right> server_rights(const std::string& user) {
    const auto delegation = bind_command(
        {.binding = "barograph-may-ask-who-may", .role = "system:auth-delegator", .ns = {}}, user);
    const std::string apiservice = kube::external_metrics_api_service;
    return {
        {.what = "tokenreviews.authentication.k8s.io",
         .verbs = {"create"},
         .asked = resource_of("authentication.k8s.io", "tokenreviews"),
         .consequence = "it can't tell whose a bearer token is",
         .grant = delegation},
        {.what = "subjectaccessreviews.authorization.k8s.io",
         .verbs = {"create"},
         .asked = resource_of("authorization.k8s.io", "subjectaccessreviews"),
         .consequence = "it can't tell who may read a metric, and answers nobody",
         .grant = delegation},
        {.what = "configmaps extension-apiserver-authentication in kube-system",
         .verbs = {"get", "list", "watch"},
         .asked = resource_of("", "configmaps", "kube-system", "extension-apiserver-authentication"),
         .consequence = "it does not know, or learns late, which CA the aggregator's certificate is of",
         .grant = bind_command({.binding = "barograph-may-read-authentication",
                                .role = "extension-apiserver-authentication-reader",
                                .ns = "kube-system"},
                               user)},
        {.what = "apiservices.apiregistration.k8s.io " + apiservice,
         .verbs = {"get", "list", "watch"},
         .asked = resource_of("apiregistration.k8s.io", "apiservices", "", apiservice),
         .consequence = "with --apiservice-service it can't tell when another server takes the API over",
         .grant = grant_command({.name = "barograph-may-follow-apiservice",
                                 .ns = {},
                                 .verbs = "get,list,watch",
                                 .resource = "apiservices.apiregistration.k8s.io",
                                 .resource_name = apiservice},
                                user)},
        {.what = "events.events.k8s.io in default",
         .verbs = {"create"},
         .asked = resource_of("events.k8s.io", "events", "default"),
         .consequence = "it tells of a takeover in its log only",
         .grant = grant_command({.name = "barograph-may-create-events",
                                 .ns = "default",
                                 .verbs = "create",
                                 .resource = "events.events.k8s.io",
                                 .resource_name = {}},
                                user)},
    };
}

std::vector<needed_right> autoscaler_rights() {
    const std::string what = "every resource of external.metrics.k8s.io";
    const auto grant = grant_command({.name = "barograph-metrics-for-autoscaler",
                                      .ns = {},
                                      .verbs = "get,list",
                                      .resource = "*.external.metrics.k8s.io",
                                      .resource_name = {}},
                                     autoscaler_user);
    // A metric without a name of an object is listed, so the controller needs no more than that.
    return {{.what = what,
             .verbs = {"list"},
             .asked = resource_of("external.metrics.k8s.io", "*"),
             .consequence = "HPAs are refused their external metrics",
             .grant = grant},
            {.what = what,
             .verbs = {"get"},
             .asked = resource_of("external.metrics.k8s.io", "*"),
             .consequence = "HPAs do without it, now",
             .grant = grant,
             .is_vital = false}};
}

kube::user_info user_with_groups(const std::string& name) {
    const std::string prefix = "system:serviceaccount:";
    kube::user_info user;
    user.name = name;
    if (name.starts_with(prefix)) {
        const auto ns = name.substr(prefix.size(), name.rfind(':') - prefix.size());
        user.groups = {"system:serviceaccounts", "system:serviceaccounts:" + ns};
    }
    user.groups.emplace_back("system:authenticated");
    return user;
}

} // namespace barograph::cli

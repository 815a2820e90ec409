#include "cli/doctor/registration_check.hpp"

#include <utility>

namespace barograph::cli {

namespace {

using holder = kube::api_registration::holder;

constexpr const char* registered = "apiservice";
constexpr const char* availability = "available";

std::string of_api_service(const std::string& verb) {
    return "kubectl " + verb + " apiservice " + kube::external_metrics_api_service;
}

// What gives the APIService back: a Helm release that holds it would only take it again.
std::string give_back(const kube::api_registration& found, const kube::service_name& ours) {
    if (found.release) {
        return "helm upgrade " + found.release->name + " CHART --namespace " + found.release->ns +
               " --reuse-values  # with external metrics left out; then upgrade Barograph's release";
    }
    return of_api_service("patch") + R"( --type=merge --patch '{"spec":{"service":{"namespace":")" + ours.ns +
           R"(","name":")" + ours.name + R"("}}}')";
}

finding whose(const std::string& object, const std::optional<kube::service_name>& wanted,
              const kube::api_service& service) {
    const auto ours = wanted.value_or(service.service.value_or(kube::service_name{}));
    const auto found = kube::read_registration(object, ours);
    if (!found) {
        return wrong(registered, found.error(), of_api_service("get") + " --output=yaml");
    }
    const auto title = std::string("APIService ") + kube::external_metrics_api_service;
    if (found->who == holder::kube_apiserver) {
        return wrong(registered, title + " names no Service, so that kube-apiserver asks itself",
                     wanted ? give_back(*found, ours) : of_api_service("edit"));
    }
    if (found->who == holder::another) {
        return wrong(registered,
                     title + " names Service " + found->service.text() + ", not " + ours.text() +
                         ": HPAs ask another server" +
                         (found->release ? ", of Helm release " + found->release->text() : std::string()),
                     give_back(*found, ours));
    }
    return fine(registered,
                title + " names Service " + ours.text() +
                    (wanted || !found->release ? "" : ", of Helm release " + found->release->text()));
}

std::string look_behind(const kube::api_service& service) {
    if (!service.service) {
        return of_api_service("describe");
    }
    if (service.message.find("x509") != std::string::npos ||
        service.message.find("certificate") != std::string::npos) {
        return of_api_service("get") + " --output=jsonpath={.spec.caBundle} | base64 --decode | openssl x509 "
                                       "-noout -subject -dates";
    }
    return "kubectl --namespace " + shell_word(service.service->ns) + " get services,endpointslices,pods";
}

finding is_available(const kube::api_service& service) {
    if (service.available == "True") {
        return fine(availability, "kube-apiserver finds it available");
    }
    if (service.available.empty()) {
        return wrong(availability, "kube-apiserver has not looked yet whether it is available",
                     of_api_service("describe"));
    }
    return wrong(availability,
                 "kube-apiserver finds it not available: " + service.reason + ": " + service.message,
                 look_behind(service));
}

} // namespace

net::awaitable<findings> check_registration(doctor_session& session) {
    const auto object = co_await read_api_service_object(session);
    findings found;
    if (!object && object.error().status == 404) {
        found.push_back(wrong(registered,
                              std::string("APIService ") + kube::external_metrics_api_service +
                                  " does not exist: nobody serves external metrics",
                              "helm upgrade --install RELEASE CHART --namespace NAMESPACE  # of Barograph"));
        found.push_back(skipped(availability, "there is no APIService"));
        co_return found;
    }
    if (!object) {
        found.push_back(unread(session, registered, object.error(), api_service_reader()));
        found.push_back(skipped(availability, "the APIService could not be read"));
        co_return found;
    }
    const auto service = kube::read_api_service(*object);
    if (!service) {
        found.push_back(wrong(registered, service.error(), of_api_service("get") + " --output=yaml"));
        found.push_back(skipped(availability, "the APIService could not be read"));
        co_return found;
    }
    found.push_back(whose(*object, session.options.apiservice_service, *service));
    found.push_back(is_available(*service));
    co_return found;
}

} // namespace barograph::cli

#include "cli/doctor/request_header_check.hpp"

#include "cli/check/name_list.hpp"
#include "cli/doctor/calendar_date.hpp"
#include "kube/certificate_list.hpp"
#include "kube/request_header.hpp"

#include <algorithm>
#include <utility>

namespace barograph::cli {

namespace {

constexpr const char* request_header = "request-header-ca";
constexpr const char* authentication_configmap = "ConfigMap kube-system/extension-apiserver-authentication";

// Only kube-apiserver's own flags change what it publishes; the command shows it.
std::string published(const std::string& what_to_do) {
    return "kubectl --namespace kube-system get configmap extension-apiserver-authentication --output=yaml  "
           "# " +
           what_to_do;
}

std::string set_up_aggregation() {
    return published(
        "set kube-apiserver's --requestheader-client-ca-file and the other --requestheader-… flags");
}

std::string renew_front_proxy() {
    return published(
        "renew the CA in kube-apiserver's --requestheader-client-ca-file, and by it the certificate in "
        "--proxy-client-cert-file");
}

} // namespace

findings judge_request_header(const std::string& configmap, std::chrono::system_clock::time_point now) {
    const auto config = kube::parse_authentication_configmap(configmap);
    if (!config) {
        return {wrong(request_header, std::string(authentication_configmap) + ": " + config.error(),
                      set_up_aggregation())};
    }
    const auto cas = kube::read_certificates(config->client_ca_pem);
    if (!cas) {
        return {wrong(request_header,
                      std::string(authentication_configmap) + ": requestheader-client-ca-file " + cas.error(),
                      set_up_aggregation())};
    }
    // During a rotation there are several, and the newest counts.
    auto last = kube::summary_of(cas->front().get());
    for (const auto& ca : *cas) {
        if (auto other = kube::summary_of(ca.get()); other.valid_until > last.valid_until) {
            last = std::move(other);
        }
    }
    if (last.valid_until <= now) {
        return {wrong(request_header,
                      "the CA of the aggregator's certificate, " + last.subject + ", has expired on " +
                          calendar_date(last.valid_until) + ": nobody is known by the aggregator's word",
                      renew_front_proxy())};
    }
    const auto names =
        config->allowed_names.empty() ? std::string("any name") : shortened(config->allowed_names);
    const auto account = "the aggregator proves itself by CA " + last.subject + ", valid " +
                         validity_left(last.valid_until, now) + "; allowed names: " + names;
    if (last.valid_until - now < shortest_validity) {
        return {warning(request_header, account, renew_front_proxy())};
    }
    return {fine(request_header, account)};
}

net::awaitable<findings> check_request_header(doctor_session& session) {
    std::string path = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication";
    const auto configmap = co_await read_object(session, std::move(path));
    findings found;
    if (configmap) {
        co_return judge_request_header(*configmap, std::chrono::system_clock::now());
    }
    constexpr unsigned not_found = 404;
    found.push_back(configmap.error().status == not_found
                        ? wrong(request_header,
                                std::string(authentication_configmap) +
                                    " does not exist: kube-apiserver's aggregation is not set up",
                                set_up_aggregation())
                        : unread(session, request_header, configmap.error(),
                                 {.name = "barograph-doctor-reads-authentication",
                                  .ns = "kube-system",
                                  .verbs = "get",
                                  .resource = "configmaps",
                                  .resource_name = "extension-apiserver-authentication"}));
    co_return found;
}

} // namespace barograph::cli

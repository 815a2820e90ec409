#include "cli/doctor/asked_service.hpp"

#include "net/url.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace barograph::cli {

namespace {

constexpr unsigned not_found = 404;

new_role service_reader(const std::string& ns, const char* what) {
    return {.name = "barograph-doctor-reads-" + std::string(what).substr(0, std::string(what).find('.')),
            .ns = ns,
            .verbs = "get,list",
            .resource = what,
            .resource_name = {}};
}

std::string slices_path(const kube::service_name& name) {
    return "/apis/discovery.k8s.io/v1/namespaces/" + net::percent_encode(name.ns) +
           "/endpointslices?labelSelector=" + net::percent_encode("kubernetes.io/service-name=" + name.name);
}

finding missing_service(std::string check, const kube::service_name& name) {
    return wrong(std::move(check), "Service " + name.text() + " does not exist",
                 "helm upgrade --install RELEASE CHART --namespace " + shell_word(name.ns) +
                     "  # of Barograph");
}

} // namespace

std::vector<kube::service_endpoint> service_state::ready() const {
    std::vector<kube::service_endpoint> found;
    std::ranges::copy_if(endpoints, std::back_inserter(found),
                         [](const auto& one) { return one.is_ready && one.port != 0; });
    return found;
}

net::awaitable<std::expected<asked_service, finding>> find_asked_service(doctor_session& session,
                                                                         std::string check) {
    const auto object = co_await read_api_service_object(session);
    const auto& wanted = session.options.apiservice_service;
    if (!object) {
        if (object.error().status == not_found && wanted) {
            co_return asked_service{.name = *wanted, .registration = {}};
        }
        if (object.error().status == not_found) {
            co_return std::unexpected(
                skipped(std::move(check), "there is no APIService that names a Service"));
        }
        co_return std::unexpected(unread(session, std::move(check), object.error(), api_service_reader()));
    }
    auto registration = kube::read_api_service(*object);
    if (!registration) {
        co_return std::unexpected(skipped(std::move(check), registration.error()));
    }
    if (!wanted && !registration->service) {
        co_return std::unexpected(skipped(std::move(check), "the APIService names no Service"));
    }
    asked_service asked{.name = wanted ? *wanted : *registration->service, .registration = {}};
    if (const auto judged = kube::read_registration(*object, asked.name); judged && judged->release) {
        asked.release = judged->release->text();
    }
    asked.registration = std::move(*registration);
    co_return asked;
}

net::awaitable<std::expected<service_state, finding>>
read_service_state(doctor_session& session, std::string check, const asked_service& asked) {
    auto path = "/api/v1/namespaces/" + net::percent_encode(asked.name.ns) + "/services/" +
                net::percent_encode(asked.name.name);
    const auto text = co_await read_object(session, std::move(path));
    if (!text) {
        co_return std::unexpected(
            text.error().status == not_found
                ? missing_service(std::move(check), asked.name)
                : unread(session, std::move(check), text.error(), service_reader(asked.name.ns, "services")));
    }
    auto object = kube::read_service(*text);
    if (!object) {
        co_return std::unexpected(wrong(std::move(check), object.error(), {}));
    }
    service_state state{.object = std::move(*object)};
    const auto port = state.object.ports.find(asked.port());
    state.has_port = port != state.object.ports.end();
    auto slices = slices_path(asked.name);
    const auto listed = co_await read_object(session, std::move(slices));
    if (!listed) {
        co_return std::unexpected(unread(session, std::move(check), listed.error(),
                                         service_reader(asked.name.ns, "endpointslices.discovery.k8s.io")));
    }
    auto endpoints = kube::read_endpoint_slices(*listed, state.has_port ? port->second : std::string());
    if (!endpoints) {
        co_return std::unexpected(wrong(std::move(check), endpoints.error(), {}));
    }
    state.endpoints = std::move(*endpoints);
    co_return state;
}

} // namespace barograph::cli

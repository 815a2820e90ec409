#include "cli/doctor/doctor_session.hpp"

#include "cli/kubeconfig_path.hpp"
#include "kube/kubeconfig.hpp"

#include <filesystem>
#include <utility>

namespace barograph::cli {

namespace {

std::expected<kube::cluster_credentials, std::string> find_credentials(const doctor_options& options,
                                                                       const kube::pod_environment& pod) {
    const auto path = kubeconfig_path(options.kubeconfig);
    const bool is_wanted = !options.kubeconfig.empty() || !options.context.empty();
    if (!is_wanted && !std::filesystem::exists(path)) {
        return kube::in_cluster(pod);
    }
    return kube::load_kubeconfig(path, options.context);
}

std::unexpected<kube::error> no_way(const doctor_session& session) {
    return std::unexpected(kube::error{kube::errc::credentials, session.no_api});
}

} // namespace

std::string doctor_session::examined_user() const {
    const auto& account = options.service_account;
    return account ? "system:serviceaccount:" + account->ns + ":" + account->name : user;
}

doctor_session open_session(net::executor ex, const doctor_options& options,
                            const kube::pod_environment& pod) {
    doctor_session session{.ex = ex, .options = options, .api = nullptr};
    auto credentials = find_credentials(options, pod);
    if (!credentials) {
        session.no_api = credentials.error();
        return session;
    }
    auto connection = kube::connection_options(*credentials);
    auto api = kube::create_api_client(ex, std::move(*credentials));
    if (!connection || !api) {
        session.no_api = !connection ? connection.error() : api.error();
        return session;
    }
    session.connection = std::move(*connection);
    session.api = std::move(*api);
    return session;
}

net::awaitable<std::expected<std::string, kube::error>> read_object(doctor_session& session,
                                                                    std::string path) {
    if (!session.api) {
        co_return no_way(session);
    }
    co_return co_await session.api->get(std::move(path), session.deadline());
}

net::awaitable<std::expected<std::string, kube::error>> send_review(doctor_session& session, std::string path,
                                                                    std::string body) {
    if (!session.api) {
        co_return no_way(session);
    }
    co_return co_await session.api->create(std::move(path), std::move(body), session.deadline());
}

net::awaitable<std::expected<std::string, kube::error>> read_api_service_object(doctor_session& session) {
    std::string path = "/apis/apiregistration.k8s.io/v1/apiservices/";
    path += kube::external_metrics_api_service;
    co_return co_await read_object(session, std::move(path));
}

finding unread(const doctor_session& session, std::string check, const kube::error& failure,
               const new_role& needed) {
    if (failure.code == kube::errc::credentials) {
        return skipped(std::move(check), "there is no way to the Kubernetes API");
    }
    if (failure.code == kube::errc::forbidden) {
        return skipped(std::move(check), "whoever runs this check lacks a right: " + failure.message,
                       grant_command(needed, session.user));
    }
    return wrong(std::move(check), failure.message, "kubectl get --raw '/readyz?verbose'");
}

new_role api_service_reader() {
    return {.name = "barograph-doctor-reads-apiservice",
            .ns = {},
            .verbs = "get",
            .resource = "apiservices.apiregistration.k8s.io",
            .resource_name = kube::external_metrics_api_service};
}

} // namespace barograph::cli

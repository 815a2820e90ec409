#include "cli/cluster.hpp"

#include "kube/credentials.hpp"
#include "kube/kubeconfig.hpp"
#include "kube/subject_access_review.hpp"
#include "telemetry/log.hpp"

namespace barograph::cli {

namespace {

std::expected<std::unique_ptr<kube::api_client>, std::string>
connect(net::executor ex, const std::string& kubeconfig, const char* flag) {
    auto credentials = kubeconfig.empty() ? kube::in_cluster() : kube::load_kubeconfig(kubeconfig);
    auto client = credentials ? kube::create_api_client(ex, std::move(*credentials))
                              : std::expected<std::unique_ptr<kube::api_client>, std::string>(
                                    std::unexpected(credentials.error()));
    if (!client) {
        const auto hint = kubeconfig.empty() ? std::string("no ") + flag + ", and not in a Pod: "
                                             : std::string(flag) + ": ";
        return std::unexpected(hint + client.error());
    }
    return client;
}

kube::log_sink to_log() {
    return {.info = [](const std::string& text) { telemetry::log_info(text); },
            .warning = [](const std::string& text) { telemetry::log_warning(text); }};
}

} // namespace

std::expected<cluster, std::string> connect_cluster(net::executor ex, const serve_options& options) {
    cluster result;
    auto authentication = connect(ex, options.authentication_kubeconfig, "--authentication-kubeconfig");
    if (!authentication) {
        return std::unexpected(authentication.error());
    }
    auto authorization = connect(ex, options.authorization_kubeconfig, "--authorization-kubeconfig");
    if (!authorization) {
        return std::unexpected(authorization.error());
    }
    result.authentication_api = std::move(*authentication);
    result.authorization_api = std::move(*authorization);
    result.front_proxy_config =
        std::make_unique<kube::authentication_config>(*result.authentication_api, to_log());
    result.front_proxy = std::make_unique<kube::front_proxy>(*result.front_proxy_config);
    using std::chrono::milliseconds;
    kube::access_review_options review;
    review.authorized_ttl = std::chrono::duration_cast<milliseconds>(options.authorized_ttl);
    review.unauthorized_ttl = std::chrono::duration_cast<milliseconds>(options.unauthorized_ttl);
    result.authorizer = kube::create_authorizer(*result.authorization_api, review, to_log());
    return result;
}

} // namespace barograph::cli

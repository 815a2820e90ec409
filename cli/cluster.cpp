#include "cli/cluster.hpp"

#include "kube/ca_file.hpp"
#include "kube/certificate_list.hpp"
#include "kube/covering_authorizer.hpp"
#include "kube/credentials.hpp"
#include "kube/kubeconfig.hpp"
#include "kube/request_header_file.hpp"
#include "kube/subject_access_review.hpp"
#include "server/authenticator_union.hpp"
#include "server/bearer_token_method.hpp"
#include "server/client_certificate_method.hpp"
#include "server/front_proxy_method.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/ip/host_name.hpp>

namespace barograph::cli {

namespace {

kube::log_sink to_log() {
    return {.info = [](const std::string& text) { telemetry::log_info(text); },
            .warning = [](const std::string& text) { telemetry::log_warning(text); }};
}

std::expected<std::unique_ptr<kube::api_client>, std::string>
connect(net::executor ex, const std::string& kubeconfig, const char* flag) {
    auto credentials = kubeconfig.empty() ? kube::in_cluster() : kube::load_kubeconfig(kubeconfig);
    if (credentials && credentials->tls.insecure_skip_verify) {
        // Whoever could answer for the API server would decide who may read what.
        return std::unexpected(std::string(flag) + ": " + kubeconfig +
                               " has insecure-skip-tls-verify; expected a certificate-authority");
    }
    auto client = credentials ? kube::create_api_client(ex, std::move(*credentials), to_log())
                              : std::expected<std::unique_ptr<kube::api_client>, std::string>(
                                    std::unexpected(credentials.error()));
    if (!client) {
        const auto hint = kubeconfig.empty() ? std::string("no ") + flag + ", and not in a Pod: "
                                             : std::string(flag) + ": ";
        return std::unexpected(hint + client.error());
    }
    return client;
}

std::chrono::milliseconds in_milliseconds(std::chrono::nanoseconds duration) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration);
}

// A Pod's name, in a cluster.
std::string host_name() {
    boost::system::error_code unknown;
    auto name = net::asio::ip::host_name(unknown);
    return unknown || name.empty() ? "barograph" : name;
}

std::expected<void, std::string> read_files(cluster& into, const serve_options& options) {
    if (!options.requestheader_client_ca_file.empty()) {
        kube::request_header_config names;
        names.allowed_names = options.requestheader_allowed_names;
        names.username_headers = options.requestheader_username_headers;
        names.uid_headers = options.requestheader_uid_headers;
        names.group_headers = options.requestheader_group_headers;
        names.extra_headers_prefixes = options.requestheader_extra_headers_prefix;
        auto file =
            kube::request_header_file::open(std::move(names), options.requestheader_client_ca_file, to_log());
        if (!file) {
            return std::unexpected("--requestheader-client-ca-file: " + file.error());
        }
        into.request_header_file = std::move(*file);
    }
    if (!options.client_ca_file.empty()) {
        auto file = kube::ca_file::open(options.client_ca_file, to_log());
        if (!file) {
            return std::unexpected("--client-ca-file: " + file.error());
        }
        into.client_ca_file = std::move(*file);
    }
    return {};
}

// What flags say goes before what the cluster publishes, each part for itself, as in Go's API servers.
std::expected<void, std::string> learn_users(cluster& into, const serve_options& options) {
    if (auto read = read_files(into, options); !read) {
        return read;
    }
    kube::authentication_config_options wanted;
    wanted.request_header = !into.request_header_file;
    wanted.client_ca = !into.client_ca_file;
    if (!options.authentication_skip_lookup && (wanted.request_header || wanted.client_ca)) {
        into.published =
            std::make_unique<kube::authentication_config>(*into.authentication_api, to_log(), wanted);
    }
    into.proxies = into.request_header_file.get();
    into.user_cas = into.client_ca_file.get();
    if (into.proxies == nullptr) {
        into.proxies = into.published.get();
    }
    if (into.user_cas == nullptr) {
        into.user_cas = into.published.get();
    }
    if (into.proxies != nullptr) {
        into.front_proxy = std::make_unique<kube::front_proxy>(*into.proxies);
    }
    if (into.user_cas != nullptr) {
        into.users = std::make_unique<kube::client_certificates>(*into.user_cas);
    }
    return {};
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
    if (auto known = learn_users(result, options); !known) {
        return std::unexpected(known.error());
    }
    kube::token_review_options token;
    token.audiences = options.api_audiences;
    token.ttl = in_milliseconds(options.token_ttl);
    result.tokens = kube::create_token_authenticator(*result.authentication_api, token, to_log());
    kube::access_review_options review;
    review.authorized_ttl = in_milliseconds(options.authorized_ttl);
    review.unauthorized_ttl = in_milliseconds(options.unauthorized_ttl);
    result.authorizer =
        kube::cover_first(kube::create_authorizer(*result.authorization_api, review, to_log()));
    if (options.apiservice_service) {
        kube::registration_watch_options watch;
        watch.instance = host_name();
        result.registration = std::make_unique<kube::registration_watch>(
            ex, *result.authentication_api, *options.apiservice_service, to_log(), watch);
    }
    return result;
}

std::unique_ptr<server::authenticator> make_authenticator(cluster& with, telemetry::instruments& counts) {
    std::vector<std::unique_ptr<server::authentication_method>> methods;
    if (with.front_proxy) {
        methods.push_back(std::make_unique<server::front_proxy_method>(*with.front_proxy));
    }
    if (with.users) {
        methods.push_back(std::make_unique<server::client_certificate_method>(*with.users));
    }
    methods.push_back(std::make_unique<server::bearer_token_method>(*with.tokens));
    return std::make_unique<server::authenticator_union>(std::move(methods), counts);
}

void show_ca_lifetimes(const cluster& of, telemetry::instruments& instruments) {
    using expiry = std::optional<std::chrono::system_clock::time_point>;
    if (of.user_cas != nullptr) {
        instruments.lifetimes().follow("client_ca", [cas = of.user_cas]() -> expiry {
            const auto pem = cas->current_client_ca();
            return pem ? kube::first_expiry(*pem) : std::nullopt;
        });
    }
    if (of.proxies != nullptr) {
        instruments.lifetimes().follow("requestheader_client_ca", [proxies = of.proxies]() -> expiry {
            const auto config = proxies->current();
            return config ? kube::first_expiry(config->client_ca_pem) : std::nullopt;
        });
    }
}

void show_registration(cluster& of, telemetry::instruments& instruments, server::health& probes) {
    if (!of.registration) {
        return;
    }
    of.registration->on_change(
        [&instruments](std::optional<bool> ours) { instruments.set_apiservice_registered(ours); });
    probes.inform("apiservice-registration", [&watch = *of.registration] { return watch.summary(); });
}

std::optional<std::string> lookup_problem(const cluster& of, const serve_options& options) {
    if (!of.published || of.published->known() || options.authentication_tolerate_lookup_failure) {
        return std::nullopt;
    }
    return of.published->problem();
}

} // namespace barograph::cli

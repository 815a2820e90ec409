#pragma once
#include "cli/serve_options.hpp"
#include "kube/api_client.hpp"
#include "kube/authentication_config.hpp"
#include "kube/authorizer.hpp"
#include "kube/client_certificates.hpp"
#include "kube/front_proxy.hpp"
#include "kube/registration_watch.hpp"
#include "kube/token_authenticator.hpp"
#include "server/authenticator.hpp"
#include "server/health.hpp"
#include "telemetry/instruments.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace barograph::cli {

/// What Barograph asks of the Kubernetes cluster that it belongs to, and what it knows of its users. The
/// order of the members is the order of dependence.
struct cluster {
    std::unique_ptr<kube::api_client> authentication_api;
    std::unique_ptr<kube::api_client> authorization_api;
    std::unique_ptr<kube::authentication_config> published; ///< null: flags say all of it, or to skip it
    std::unique_ptr<kube::request_header_source> request_header_file; ///< null: not given
    std::unique_ptr<kube::client_ca_source> client_ca_file;           ///< null: not given
    const kube::request_header_source* proxies = nullptr; ///< one of those above; null: no front proxy
    const kube::client_ca_source* user_cas = nullptr;     ///< likewise; null: no user has a certificate
    std::unique_ptr<kube::front_proxy> front_proxy;       ///< null: there is none
    std::unique_ptr<kube::client_certificates> users;     ///< null: no client certificate is a user's
    std::unique_ptr<kube::token_authenticator> tokens;
    std::unique_ptr<kube::authorizer> authorizer;
    std::unique_ptr<kube::registration_watch> registration; ///< null: not watched
};

/// Connects to the cluster that the flags name, else to the one this Pod runs in. Nothing is asked yet.
/// Error: one sentence naming the flag or what of the Pod's environment is missing.
std::expected<cluster, std::string> connect_cluster(net::executor ex, const serve_options& options);

/// All the ways to prove who asks, in Kubernetes' order. Both must outlive it.
std::unique_ptr<server::authenticator> make_authenticator(cluster& with, telemetry::instruments& counts);

/// Tells, by metric, when the CAs that certificates are judged by expire. Both must outlive the metrics.
void show_ca_lifetimes(const cluster& of, telemetry::instruments& instruments);

/// Tells whose the APIService is, by metric and in `/readyz`. Nothing if that is not watched. All of them
/// must outlive the tasks that follow it.
void show_registration(cluster& of, telemetry::instruments& instruments, server::health& probes);

/// Why the cluster's users can't be told yet; nothing when they can, or when that is tolerated.
std::optional<std::string> lookup_problem(const cluster& of, const serve_options& options);

} // namespace barograph::cli

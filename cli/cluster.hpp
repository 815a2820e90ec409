#pragma once
#include "cli/serve_options.hpp"
#include "kube/api_client.hpp"
#include "kube/authentication_config.hpp"
#include "kube/authorizer.hpp"
#include "kube/front_proxy.hpp"

#include <expected>
#include <memory>
#include <string>

namespace barograph::cli {

/// What Barograph asks of the Kubernetes cluster that it belongs to.
struct cluster {
    std::unique_ptr<kube::api_client> authentication_api;
    std::unique_ptr<kube::api_client> authorization_api;
    std::unique_ptr<kube::authentication_config> front_proxy_config;
    std::unique_ptr<kube::front_proxy> front_proxy;
    std::unique_ptr<kube::authorizer> authorizer;
};

/// Connects to the cluster that the flags name, else to the one this Pod runs in. Nothing is asked yet.
/// Error: one sentence naming the flag or what of the Pod's environment is missing.
std::expected<cluster, std::string> connect_cluster(net::executor ex, const serve_options& options);

} // namespace barograph::cli

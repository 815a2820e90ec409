#pragma once
#include "net/tls_client.hpp"
#include "net/url.hpp"

#include <expected>
#include <string>

namespace barograph::kube {

/// Where the Kubernetes API is and how this client proves who it is. Holds secrets: never log it.
struct cluster_credentials {
    net::url server;
    net::tls_client_options tls;
    std::string token;      ///< bearer token; with `token_file` it serves while that can't be read
    std::string token_file; ///< read again whenever it is replaced
};

/// What a Pod finds: the API server's address in the environment, its service account's files in a folder.
struct pod_environment {
    std::string host; ///< KUBERNETES_SERVICE_HOST; empty outside a cluster
    std::string port; ///< KUBERNETES_SERVICE_PORT
    std::string service_account =
        "/var/run/secrets/kubernetes.io/serviceaccount"; ///< holds `token` and `ca.crt`

    /// From this process' environment. Not thread-safe while another thread changes it.
    static pod_environment of_this_process();
};

/// The credentials of the Pod's service account. Error: one sentence saying what of the environment is
/// missing.
std::expected<cluster_credentials, std::string>
in_cluster(const pod_environment& pod = pod_environment::of_this_process());

} // namespace barograph::kube

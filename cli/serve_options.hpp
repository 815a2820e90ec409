#pragma once
#include "cli/audit_flags.hpp"
#include "cli/help_text.hpp"
#include "cli/prometheus_options.hpp"
#include "kube/api_registration.hpp"
#include "metrics/value_cache_options.hpp"
#include "net/cipher_suites.hpp"
#include "net/key_exchange_groups.hpp"
#include "net/tls_server.hpp"
#include "server/limits.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace barograph::cli {

/// Every flag of `barograph serve`, with its default. Names and defaults are prometheus-adapter's where it
/// has the flag.
struct serve_options : prometheus_options {
    // Rules
    std::string config;
    std::chrono::nanoseconds metrics_relist_interval = std::chrono::minutes{10};
    std::chrono::nanoseconds metrics_max_age{0}; ///< 0: metrics_relist_interval

    metrics::value_cache_options values; ///< query_timeout is prometheus_timeout

    // Kubernetes
    std::string authentication_kubeconfig;
    std::string authorization_kubeconfig;
    bool authentication_skip_lookup = false;
    bool authentication_tolerate_lookup_failure = false;
    std::chrono::nanoseconds token_ttl = std::chrono::seconds{10};
    std::vector<std::string> api_audiences;   ///< empty: kube-apiserver's own
    std::string client_ca_file;               ///< empty: looked up in the cluster
    std::string requestheader_client_ca_file; ///< empty: looked up in the cluster, and those below with it
    std::vector<std::string> requestheader_allowed_names; ///< empty: any
    std::vector<std::string> requestheader_username_headers{"x-remote-user"};
    std::vector<std::string> requestheader_uid_headers;
    std::vector<std::string> requestheader_group_headers{"x-remote-group"};
    std::vector<std::string> requestheader_extra_headers_prefix{"x-remote-extra-"};
    std::chrono::nanoseconds authorized_ttl = std::chrono::seconds{10};
    std::chrono::nanoseconds unauthorized_ttl = std::chrono::seconds{10};
    std::vector<std::string> always_allow_paths{"/healthz", "/readyz", "/livez"};
    std::optional<kube::service_name> apiservice_service; ///< unset: whose the APIService is, is not watched

    // Serving
    std::optional<std::string> bind_address; ///< unset: 0.0.0.0, or 127.0.0.1 with --standalone
    std::uint16_t secure_port = 443;
    std::string cert_dir = "apiserver.local.config/certificates";
    std::string tls_cert_file;
    std::string tls_private_key_file;
    std::vector<net::certificate_pair> tls_sni_cert_key;
    net::tls_version tls_min_version = net::tls_version::v1_2;
    net::cipher_suites tls_cipher_suites; ///< an empty list: the default
    net::key_exchange_groups tls_groups;  ///< likewise
    bool permit_port_sharing = false;
    std::chrono::nanoseconds shutdown_delay{0};
    bool standalone = false;
    std::size_t threads = 0; ///< that serve; 0: as many as there are processors to use
    server::limits limits;

    // Audit
    audit_options audit;

    // Logs
    int verbosity = 0;

    /// One line for each flag that was given and has no effect here.
    std::vector<std::string> warnings;
};

/// Reads the flags of `serve`. Error: one sentence; the nearest known flag is named for an unknown one.
/// `help` is set instead of options when help was asked for.
std::expected<serve_options, std::string> parse_serve_options(std::vector<std::string> arguments,
                                                              std::optional<help_wanted>& help);

} // namespace barograph::cli

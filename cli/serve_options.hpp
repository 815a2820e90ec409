#pragma once
#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace barograph::cli {

/// Every flag of `barograph serve`, with its default. Names and defaults are prometheus-adapter's where it
/// has the flag.
struct serve_options {
    // Rules
    std::string config;
    std::chrono::nanoseconds metrics_relist_interval = std::chrono::minutes{10};
    std::chrono::nanoseconds metrics_max_age{0}; ///< 0: metrics_relist_interval

    // Prometheus
    std::string prometheus_url = "https://localhost";
    bool prometheus_auth_incluster = false;
    std::string prometheus_auth_config;
    std::string prometheus_ca_file;
    std::string prometheus_client_tls_cert_file;
    std::string prometheus_client_tls_key_file;
    std::string prometheus_token_file;
    std::vector<std::string> prometheus_headers;
    std::string prometheus_verb = "GET";
    std::chrono::nanoseconds prometheus_timeout = std::chrono::seconds{10};

    // Kubernetes
    std::string authentication_kubeconfig;
    std::string authorization_kubeconfig;
    std::chrono::nanoseconds authorized_ttl = std::chrono::seconds{10};
    std::chrono::nanoseconds unauthorized_ttl = std::chrono::seconds{10};
    std::vector<std::string> always_allow_paths{"/healthz", "/readyz", "/livez"};

    // Serving
    std::optional<std::string> bind_address; ///< unset: 0.0.0.0, or 127.0.0.1 with --standalone
    std::uint16_t secure_port = 443;
    std::string cert_dir = "apiserver.local.config/certificates";
    std::string tls_cert_file;
    std::string tls_private_key_file;
    std::chrono::nanoseconds shutdown_delay{0};
    bool standalone = false;

    // Logs
    int verbosity = 0;

    /// One line for each flag that was given and has no effect here.
    std::vector<std::string> warnings;
};

/// Asked for with --help.
struct help_wanted {
    std::string text;
};

/// Reads the flags of `serve`. Error: one sentence; the nearest known flag is named for an unknown one.
/// `help` is set instead of options when help was asked for.
std::expected<serve_options, std::string> parse_serve_options(std::vector<std::string> arguments,
                                                              std::optional<help_wanted>& help);

} // namespace barograph::cli

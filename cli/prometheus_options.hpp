#pragma once
#include "cli/cli11_fwd.hpp"

#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::cli {

/// How Prometheus is reached: the flags that every command has that asks it. Names and defaults are
/// prometheus-adapter's where it has the flag.
struct prometheus_options {
    std::vector<std::string> prometheus_urls{"https://localhost"}; ///< in order of preference
    bool prometheus_auth_incluster = false;
    std::string prometheus_auth_config;
    std::string prometheus_ca_file;
    std::string prometheus_client_tls_cert_file;
    std::string prometheus_client_tls_key_file;
    std::string prometheus_token_file;
    std::vector<std::string> prometheus_headers;
    std::string prometheus_verb = "GET";
    std::chrono::nanoseconds prometheus_timeout = std::chrono::seconds{10};
};

/// The group that these flags are in.
inline constexpr std::string_view prometheus_group = "Prometheus";

/// Adds the flags; `options` must outlive the parsing.
void add_prometheus_flags(CLI::App& app, prometheus_options& options);

/// What no single one of these flags can see. Error: one sentence naming the flags.
std::expected<void, std::string> check_prometheus_flags(const prometheus_options& options);

/// The same for a command that asks Prometheus only if --prometheus-url is given (its default is taken away
/// before): a flag towards a Prometheus that nobody looks at would be a check that was not made. `app` has
/// been parsed.
std::expected<void, std::string> check_optional_prometheus_flags(const CLI::App& app,
                                                                 const prometheus_options& options);

} // namespace barograph::cli

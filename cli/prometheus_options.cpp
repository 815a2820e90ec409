#include "cli/prometheus_options.hpp"

#include "cli/flags.hpp"

#include <algorithm>

namespace barograph::cli {

namespace {

std::expected<std::string, std::string> parse_verb(const std::string& text) {
    if (text != "GET" && text != "POST") {
        return std::unexpected("expected GET or POST");
    }
    return text;
}

} // namespace

void add_prometheus_flags(CLI::App& app, prometheus_options& options) {
    app.option_defaults()->group(std::string(prometheus_group));
    add_list(app, "--prometheus-url", options.prometheus_urls, "URL",
             "Base URL of Prometheus; repeatable: the next one is asked when those before do not answer")
        ->default_str(options.prometheus_urls.empty() ? "" : options.prometheus_urls.front());
    add_switch(app, "--prometheus-auth-incluster", options.prometheus_auth_incluster,
               "Use the Pod's service-account token and the cluster's CA");
    add_text(app, "--prometheus-auth-config", options.prometheus_auth_config, "FILE",
             "Kubeconfig whose credentials to show it");
    add_text(app, "--prometheus-ca-file", options.prometheus_ca_file, "FILE",
             "CA certificates to verify it with");
    add_text(app, "--prometheus-client-tls-cert-file", options.prometheus_client_tls_cert_file, "FILE",
             "Client certificate to show it");
    add_text(app, "--prometheus-client-tls-key-file", options.prometheus_client_tls_key_file, "FILE",
             "Its private key");
    add_text(app, "--prometheus-token-file", options.prometheus_token_file, "FILE",
             "Bearer token to show it; read again when it is replaced");
    add_list(app, "--prometheus-header", options.prometheus_headers, "NAME=VALUE",
             "Header to send to it; repeatable");
    const std::string verb_text = "HTTP method of queries: GET or POST";
    read_by(app.add_option("--prometheus-verb", verb_text)
                ->type_name("VERB")
                ->default_str(options.prometheus_verb),
            options.prometheus_verb, parse_verb);
    add_duration(app, "--prometheus-timeout", options.prometheus_timeout, "How long an answer may take");
}

std::expected<void, std::string> check_prometheus_flags(const prometheus_options& options) {
    if (std::ranges::count(options.prometheus_urls, "") > 0) {
        return std::unexpected("--prometheus-url is empty; expected the base URL of Prometheus");
    }
    if (options.prometheus_timeout <= std::chrono::nanoseconds{0}) {
        return std::unexpected("--prometheus-timeout must be longer than 0");
    }
    if (options.prometheus_client_tls_cert_file.empty() != options.prometheus_client_tls_key_file.empty()) {
        return std::unexpected("--prometheus-client-tls-cert-file and --prometheus-client-tls-key-file go "
                               "together; only one was given");
    }
    if (options.prometheus_auth_incluster && !options.prometheus_auth_config.empty()) {
        return std::unexpected("--prometheus-auth-incluster and --prometheus-auth-config exclude each other");
    }
    return {};
}

std::expected<void, std::string> check_optional_prometheus_flags(const CLI::App& app,
                                                                 const prometheus_options& options) {
    if (!options.prometheus_urls.empty()) {
        return check_prometheus_flags(options);
    }
    for (const auto* option : app.get_options()) {
        if (option->get_group() == prometheus_group && option->count() > 0) {
            return std::unexpected(option->get_name() + " needs --prometheus-url; expected both or neither");
        }
    }
    return {};
}

} // namespace barograph::cli

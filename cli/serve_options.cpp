#include "cli/serve_options.hpp"

#include "cli/arguments.hpp"
#include "cli/go_duration.hpp"
#include "config/nearest.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>

namespace barograph::cli {

namespace {

using namespace std::string_view_literals;

/// A flag that is taken so that existing arguments work, and why it changes nothing.
struct inert_flag {
    std::string_view name;
    std::string_view why;
    bool is_switch = false;
};

constexpr auto no_http2 = "HTTP/2 is not served"sv;
constexpr auto no_klog = "logs go to stderr"sv;
constexpr auto no_audit = "audit events are not written"sv;
constexpr auto from_cluster = "the cluster's extension-apiserver-authentication is used"sv;
constexpr auto no_tokens = "bearer tokens are not accepted, only the cluster's front proxy"sv;

constexpr std::array inert_flags = {
    inert_flag{"--lister-kubeconfig", "external metrics need no list of the cluster's objects"},
    inert_flag{"--disable-http2", no_http2, true},
    inert_flag{"--http2-max-streams-per-connection", no_http2},
    inert_flag{"--authentication-skip-lookup", from_cluster, true},
    inert_flag{"--authentication-token-webhook-cache-ttl", no_tokens},
    inert_flag{"--authentication-tolerate-lookup-failure", from_cluster, true},
    inert_flag{"--client-ca-file", "client certificates other than the front proxy's are not accepted"},
    inert_flag{"--requestheader-client-ca-file", from_cluster},
    inert_flag{"--requestheader-allowed-names", from_cluster},
    inert_flag{"--requestheader-username-headers", from_cluster},
    inert_flag{"--requestheader-group-headers", from_cluster},
    inert_flag{"--requestheader-extra-headers-prefix", from_cluster},
    inert_flag{"--tls-min-version", "TLS 1.2 is the oldest version served"},
    inert_flag{"--tls-cipher-suites",
               "only suites with forward secrecy and authenticated encryption are served"},
    inert_flag{"--audit-log-path", no_audit},
    inert_flag{"--audit-log-maxage", no_audit},
    inert_flag{"--audit-log-maxbackup", no_audit},
    inert_flag{"--audit-log-maxsize", no_audit},
    inert_flag{"--audit-log-format", no_audit},
    inert_flag{"--audit-policy-file", no_audit},
    inert_flag{"--logtostderr", no_klog, true},
    inert_flag{"--alsologtostderr", no_klog, true},
    inert_flag{"--stderrthreshold", no_klog},
    inert_flag{"--vmodule", no_klog},
    inert_flag{"--log-dir", no_klog},
    inert_flag{"--log-file", no_klog},
    inert_flag{"--log-file-max-size", no_klog},
    inert_flag{"--log-backtrace-at", no_klog},
    inert_flag{"--log-flush-frequency", no_klog},
    inert_flag{"--skip-headers", no_klog, true},
    inert_flag{"--skip-log-headers", no_klog, true},
    inert_flag{"--add-dir-header", no_klog, true},
    inert_flag{"--one-output", no_klog, true},
};

std::string defaults_to(std::chrono::nanoseconds value) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(value).count();
    constexpr int minute = 60;
    return seconds % minute == 0 && seconds > 0 ? std::to_string(seconds / minute) + "m"
                                                : std::to_string(seconds) + "s";
}

void add_duration(CLI::App& app, const std::string& name, std::chrono::nanoseconds& into,
                  const std::string& text, const std::string& group) {
    app.add_option_function<std::string>(
           name,
           [&into, name](const std::string& given) {
               const auto parsed = parse_go_duration(given);
               if (!parsed) {
                   throw CLI::ValidationError(name, parsed.error());
               }
               into = *parsed;
           },
           text)
        ->type_name("DURATION")
        ->default_str(defaults_to(into))
        ->group(group);
}

void add_rule_flags(CLI::App& app, serve_options& options) {
    const std::string group = "Rules";
    app.add_option("--config", options.config,
                   "File of rules: prometheus-adapter's config.yaml, or Helm values")
        ->type_name("FILE")
        ->group(group);
    add_duration(app, "--metrics-relist-interval", options.metrics_relist_interval,
                 "How often Prometheus is asked which series there are", group);
    app.add_option_function<std::string>(
           "--metrics-max-age",
           [&options](const std::string& given) {
               const auto parsed = parse_go_duration(given);
               if (!parsed) {
                   throw CLI::ValidationError("--metrics-max-age", parsed.error());
               }
               options.metrics_max_age = *parsed;
           },
           "How long a series counts after its last sample; not below --metrics-relist-interval, which is "
           "its default")
        ->type_name("DURATION")
        ->group(group);
}

void add_prometheus_flags(CLI::App& app, serve_options& options) {
    const std::string group = "Prometheus";
    app.add_option("--prometheus-url", options.prometheus_url, "Base URL of Prometheus")
        ->type_name("URL")
        ->capture_default_str()
        ->group(group);
    app.add_flag("--prometheus-auth-incluster", options.prometheus_auth_incluster,
                 "Show the Pod's service-account token to Prometheus, and trust the cluster's CA")
        ->group(group);
    app.add_option("--prometheus-auth-config", options.prometheus_auth_config,
                   "Kubeconfig whose credentials are shown to Prometheus")
        ->type_name("FILE")
        ->group(group);
    app.add_option("--prometheus-ca-file", options.prometheus_ca_file,
                   "CA certificates to verify Prometheus with")
        ->type_name("FILE")
        ->group(group);
    app.add_option("--prometheus-client-tls-cert-file", options.prometheus_client_tls_cert_file,
                   "Client certificate to show to Prometheus")
        ->type_name("FILE")
        ->group(group);
    app.add_option("--prometheus-client-tls-key-file", options.prometheus_client_tls_key_file,
                   "Its private key")
        ->type_name("FILE")
        ->group(group);
    app.add_option("--prometheus-token-file", options.prometheus_token_file,
                   "Bearer token to show to Prometheus; read again when it is replaced")
        ->type_name("FILE")
        ->group(group);
    app.add_option("--prometheus-header", options.prometheus_headers,
                   "Header to send to Prometheus, as name=value; repeatable")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->group(group);
    app.add_option("--prometheus-verb", options.prometheus_verb, "HTTP method of queries: GET or POST")
        ->type_name("VERB")
        ->check(CLI::IsMember({"GET", "POST"}))
        ->capture_default_str()
        ->group(group);
    add_duration(app, "--prometheus-timeout", options.prometheus_timeout, "How long an answer may take",
                 group);
}

void add_kubernetes_flags(CLI::App& app, serve_options& options) {
    const std::string group = "Kubernetes";
    app.add_option("--authentication-kubeconfig", options.authentication_kubeconfig,
                   "Kubeconfig to read the front proxy's CA with; default: the Pod's service account")
        ->type_name("FILE")
        ->group(group);
    app.add_option("--authorization-kubeconfig", options.authorization_kubeconfig,
                   "Kubeconfig to ask with who may do what; default: the Pod's service account")
        ->type_name("FILE")
        ->group(group);
    add_duration(app, "--authorization-webhook-cache-authorized-ttl", options.authorized_ttl,
                 "How long an allowance is remembered", group);
    add_duration(app, "--authorization-webhook-cache-unauthorized-ttl", options.unauthorized_ttl,
                 "How long a refusal is remembered", group);
    app.add_option("--authorization-always-allow-paths", options.always_allow_paths,
                   "Paths that everybody may ask for; a final * makes it a prefix")
        ->type_name("PATH,…")
        ->delimiter(',')
        ->capture_default_str()
        ->group(group);
}

void add_serving_flags(CLI::App& app, serve_options& options) {
    const std::string group = "Serving";
    app.add_option("--bind-address", options.bind_address,
                   "Address to listen on [0.0.0.0; 127.0.0.1 with --standalone]")
        ->type_name("ADDRESS")
        ->group(group);
    app.add_option("--secure-port", options.secure_port, "Port to listen on; 0 picks a free one")
        ->type_name("PORT")
        ->capture_default_str()
        ->group(group);
    app.add_option(
           "--cert-dir", options.cert_dir,
           "Where a self-signed pair apiserver.crt and apiserver.key is made when no certificate is given")
        ->type_name("DIR")
        ->capture_default_str()
        ->group(group);
    app.add_option("--tls-cert-file", options.tls_cert_file,
                   "Serving certificate, followed by its intermediates")
        ->type_name("FILE")
        ->group(group);
    app.add_option("--tls-private-key-file", options.tls_private_key_file, "Its private key")
        ->type_name("FILE")
        ->group(group);
    add_duration(app, "--shutdown-delay-duration", options.shutdown_delay,
                 "How long to go on serving, not ready, after SIGTERM", group);
    app.add_flag("--standalone", options.standalone,
                 "No Kubernetes and no authentication, on loopback only: for a laptop")
        ->group(group);
}

void add_inert_flags(CLI::App& app, serve_options& options) {
    for (const auto& flag : inert_flags) {
        const std::string name(flag.name);
        const auto warn = [&options, &flag] {
            options.warnings.push_back(std::string(flag.name) + " has no effect: " + std::string(flag.why));
        };
        if (flag.is_switch) {
            app.add_flag_function(name, [warn](std::int64_t) { warn(); })->group("");
        } else {
            app.add_option_function<std::vector<std::string>>(
                   name, [warn](const std::vector<std::string>&) { warn(); })
                ->expected(1)
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
                ->group("");
        }
    }
}

std::string unknown_flag(const CLI::App& app, const std::string& given) {
    const auto name = given.substr(0, given.find('='));
    if (!name.starts_with("-")) {
        return "unexpected argument \"" + printable(given) + "\"; expected flags only";
    }
    std::vector<std::string> known;
    for (const auto* option : app.get_options()) {
        known.push_back(option->get_name());
    }
    const std::vector<std::string_view> views(known.begin(), known.end());
    return "unknown flag " + printable(name) + "; did you mean " + std::string(config::nearest(name, views)) +
           "?";
}

// What no single flag can see.
std::expected<void, std::string> check(serve_options& options) {
    if (options.config.empty()) {
        return std::unexpected("--config is required; expected a file of rules");
    }
    if (options.metrics_relist_interval <= std::chrono::nanoseconds{0}) {
        return std::unexpected("--metrics-relist-interval must be longer than 0");
    }
    if (options.metrics_max_age == std::chrono::nanoseconds{0}) {
        options.metrics_max_age = options.metrics_relist_interval;
    }
    if (options.metrics_max_age < options.metrics_relist_interval) {
        return std::unexpected("--metrics-max-age must not be shorter than --metrics-relist-interval");
    }
    if (options.prometheus_timeout <= std::chrono::nanoseconds{0}) {
        return std::unexpected("--prometheus-timeout must be longer than 0");
    }
    if (options.tls_cert_file.empty() != options.tls_private_key_file.empty()) {
        return std::unexpected("--tls-cert-file and --tls-private-key-file go together; only one was given");
    }
    if (options.prometheus_auth_incluster && !options.prometheus_auth_config.empty()) {
        return std::unexpected("--prometheus-auth-incluster and --prometheus-auth-config exclude each other");
    }
    return {};
}

} // namespace

std::expected<serve_options, std::string> parse_serve_options(std::vector<std::string> arguments,
                                                              std::optional<help_wanted>& help) {
    serve_options options;
    CLI::App app("Serves external.metrics.k8s.io from Prometheus.", "barograph serve");
    app.allow_extras();
    app.set_help_flag("-h,--help", "Print this help")->group("Help");
    add_rule_flags(app, options);
    add_prometheus_flags(app, options);
    add_kubernetes_flags(app, options);
    add_serving_flags(app, options);
    app.add_option("-v,--v", options.verbosity, "Verbosity of the log; from 4 on with debug lines")
        ->type_name("LEVEL")
        ->capture_default_str()
        ->group("Logs");
    add_inert_flags(app, options);

    auto normal = normalized(std::move(arguments));
    // CLI11 wants them last first.
    std::ranges::reverse(normal);
    try {
        app.parse(normal);
    } catch (const CLI::CallForHelp&) {
        help = help_wanted{app.help()};
        return options;
    } catch (const CLI::ParseError& e) {
        return std::unexpected(printable(e.what()));
    }
    if (const auto extra = app.remaining(); !extra.empty()) {
        return std::unexpected(unknown_flag(app, extra.front()));
    }
    if (auto consistent = check(options); !consistent) {
        return std::unexpected(consistent.error());
    }
    return options;
}

} // namespace barograph::cli

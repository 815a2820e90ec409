#include "cli/serve_options.hpp"

#include "cli/arguments.hpp"
#include "cli/go_duration.hpp"
#include "cli/help_text.hpp"
#include "cli/inert_flags.hpp"
#include "config/nearest.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace barograph::cli {

namespace {

std::string in_words(std::chrono::nanoseconds value) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(value).count();
    constexpr int minute = 60;
    return seconds % minute == 0 && seconds > 0 ? std::to_string(seconds / minute) + "m"
                                                : std::to_string(seconds) + "s";
}

CLI::Option* add_text(CLI::App& app, const std::string& name, std::string& into, const std::string& type,
                      const std::string& text) {
    return app.add_option(name, into, text)->type_name(type)->default_str(into);
}

// Reads a value by `parse`, which gives an expected value or what was expected instead.
template <typename Value, typename Parse>
void read_by(CLI::Option* option, Value& into, Parse parse) {
    // Called for each occurrence in turn, so that the last counts.
    option->each([&into, parse](const std::string& given) {
        const auto parsed = parse(given);
        if (!parsed) {
            // CLI11 puts the flag's name before it.
            throw CLI::ValidationError("\"" + given + "\": " + parsed.error());
        }
        into = *parsed;
    });
}

CLI::Option* add_duration(CLI::App& app, const std::string& name, std::chrono::nanoseconds& into,
                          const std::string& text) {
    auto* option = app.add_option(name, text)->type_name("DURATION")->default_str(in_words(into));
    read_by(option, into, parse_go_duration);
    return option;
}

template <typename Number>
std::expected<Number, std::string> parse_number(const std::string& text) {
    Number number = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end) {
        using limits = std::numeric_limits<Number>;
        return std::unexpected("expected a whole number from " + std::to_string(limits::min()) + " to " +
                               std::to_string(limits::max()));
    }
    return number;
}

template <typename Number>
void add_number(CLI::App& app, const std::string& name, Number& into, const std::string& type,
                const std::string& text) {
    auto* option = app.add_option(name, text)->type_name(type)->default_str(std::to_string(into));
    read_by(option, into, parse_number<Number>);
}

// As strconv.ParseBool has it. CLI11's own switches know more words, and end by a foreign exception at
// others.
std::expected<bool, std::string> parse_bool(const std::string& text) {
    constexpr std::array yes = {"true", "1", "t", "T", "TRUE", "True"};
    constexpr std::array no = {"false", "0", "f", "F", "FALSE", "False"};
    const bool is_yes = std::ranges::find(yes, text) != yes.end();
    if (!is_yes && std::ranges::find(no, text) == no.end()) {
        return std::unexpected("expected true or false");
    }
    return is_yes;
}

void add_switch(CLI::App& app, const std::string& name, bool& into, const std::string& text) {
    read_by(app.add_flag(name, text), into, parse_bool);
}

std::expected<std::string, std::string> parse_verb(const std::string& text) {
    if (text != "GET" && text != "POST") {
        return std::unexpected("expected GET or POST");
    }
    return text;
}

// Go's lists: every occurrence adds to those before.
CLI::Option* add_list(CLI::App& app, const std::string& name, std::vector<std::string>& into,
                      const std::string& type, const std::string& text) {
    return app.add_option(name, into, text)
        ->type_name(type)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_rule_flags(CLI::App& app, serve_options& options) {
    app.option_defaults()->group("Rules");
    add_text(app, "--config", options.config, "FILE", "prometheus-adapter's config.yaml, or its Helm values");
    add_duration(app, "--metrics-relist-interval", options.metrics_relist_interval,
                 "How often to ask which series there are");
    add_duration(app, "--metrics-max-age", options.metrics_max_age,
                 "How long a series counts after its last sample")
        ->default_str("the relist interval");
}

void add_prometheus_flags(CLI::App& app, serve_options& options) {
    app.option_defaults()->group("Prometheus");
    add_text(app, "--prometheus-url", options.prometheus_url, "URL", "Base URL of Prometheus");
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

void add_kubernetes_flags(CLI::App& app, serve_options& options) {
    const std::string pod = "in-cluster";
    app.option_defaults()->group("Kubernetes");
    add_text(app, "--authentication-kubeconfig", options.authentication_kubeconfig, "FILE",
             "To read the front proxy's CA with")
        ->default_str(pod);
    add_text(app, "--authorization-kubeconfig", options.authorization_kubeconfig, "FILE",
             "To ask with who may do what")
        ->default_str(pod);
    add_duration(app, "--authorization-webhook-cache-authorized-ttl", options.authorized_ttl,
                 "How long a yes is remembered");
    add_duration(app, "--authorization-webhook-cache-unauthorized-ttl", options.unauthorized_ttl,
                 "How long a no is remembered");
    add_list(app, "--authorization-always-allow-paths", options.always_allow_paths, "PATHS",
             "Open to everybody, with commas between; a final * makes a prefix")
        ->delimiter(',')
        ->default_str("/healthz,/readyz,/livez");
}

void add_serving_flags(CLI::App& app, serve_options& options) {
    app.option_defaults()->group("Serving");
    app.add_option("--bind-address", options.bind_address, "Address to listen on")
        ->type_name("ADDRESS")
        ->default_str("0.0.0.0, or 127.0.0.1 with --standalone");
    add_number(app, "--secure-port", options.secure_port, "PORT", "Port to listen on; 0 picks a free one");
    add_text(app, "--cert-dir", options.cert_dir, "DIR",
             "Where a self-signed pair is made if no certificate is given");
    add_text(app, "--tls-cert-file", options.tls_cert_file, "FILE",
             "Serving certificate, followed by its intermediates");
    add_text(app, "--tls-private-key-file", options.tls_private_key_file, "FILE", "Its private key");
    add_duration(app, "--shutdown-delay-duration", options.shutdown_delay,
                 "Serve on, not ready, this long after SIGTERM");
    add_switch(app, "--standalone", options.standalone, "No Kubernetes, no authentication, loopback only");
}

std::string unknown_flag(const CLI::App& app, const std::string& given) {
    const auto name = given.substr(0, given.find('='));
    if (!name.starts_with("-")) {
        return "unexpected argument \"" + printable(given) + "\"; expected flags only";
    }
    std::vector<std::string> known;
    for (const auto* option : app.get_options()) {
        for (const auto& long_name : option->get_lnames()) {
            known.push_back("--" + long_name);
        }
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
    if (options.prometheus_client_tls_cert_file.empty() != options.prometheus_client_tls_key_file.empty()) {
        return std::unexpected("--prometheus-client-tls-cert-file and --prometheus-client-tls-key-file go "
                               "together; only one was given");
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
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    add_rule_flags(app, options);
    add_prometheus_flags(app, options);
    add_kubernetes_flags(app, options);
    add_serving_flags(app, options);
    app.option_defaults()->group("Logs");
    add_number(app, "-v,--v", options.verbosity, "LEVEL", "Verbosity of the log; debug lines from 4 on");
    app.set_help_flag("-h,--help", "Print this help")->group("Help");
    add_inert_flags(app, options.warnings);

    auto normal = normalized(std::move(arguments));
    // CLI11 wants them last first.
    std::ranges::reverse(normal);
    try {
        app.parse(normal);
    } catch (const CLI::CallForHelp&) {
        help = help_wanted{help_text(app, inert_group)};
        return options;
    } catch (const CLI::ParseError& e) {
        return std::unexpected(printable(e.what()));
    }
    if (const auto extra = app.remaining(); !extra.empty()) {
        return std::unexpected(unknown_flag(app, extra.front()));
    }
    // An empty list is an empty value in Go's flags.
    std::erase(options.always_allow_paths, "");
    if (auto consistent = check(options); !consistent) {
        return std::unexpected(consistent.error());
    }
    return options;
}

} // namespace barograph::cli

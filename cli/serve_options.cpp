#include "cli/serve_options.hpp"

#include "cli/audit_flags.hpp"
#include "cli/flags.hpp"
#include "cli/inert_flags.hpp"
#include "cli/kubernetes_flags.hpp"
#include "cli/limit_flags.hpp"
#include "cli/tls_flags.hpp"
#include "cli/value_flags.hpp"

#include <CLI/CLI.hpp>

namespace barograph::cli {

namespace {

// A form has no limit as a URL has; the one of a proxy before Prometheus is rarely below a megabyte.
constexpr std::size_t longest_form = std::size_t{256} << 10U;

void add_rule_flags(CLI::App& app, serve_options& options) {
    app.option_defaults()->group("Rules");
    add_text(app, "--config", options.config, "FILE", "prometheus-adapter's config.yaml, or its Helm values");
    add_duration(app, "--metrics-relist-interval", options.metrics_relist_interval,
                 "How often to ask which series there are");
    add_duration(app, "--metrics-max-age", options.metrics_max_age,
                 "How long a series counts after its last sample")
        ->default_str("the relist interval");
}

void add_serving_flags(CLI::App& app, serve_options& options) {
    app.option_defaults()->group("Serving");
    app.add_option("--bind-address", options.bind_address, "Address to listen on")
        ->type_name("ADDRESS")
        ->default_str("0.0.0.0, or 127.0.0.1 with --standalone");
    add_number(app, "--secure-port", options.secure_port, "PORT", "Port to listen on; 0 picks a free one");
    add_switch(app, "--permit-port-sharing", options.permit_port_sharing,
               "Let other processes that say so, too, listen on the port (SO_REUSEPORT)");
    add_text(app, "--cert-dir", options.cert_dir, "DIR",
             "Where a self-signed pair is made if no certificate is given");
    add_text(app, "--tls-cert-file", options.tls_cert_file, "FILE",
             "Serving certificate, followed by its intermediates");
    add_text(app, "--tls-private-key-file", options.tls_private_key_file, "FILE", "Its private key");
    add_tls_flags(app, options);
    add_duration(app, "--shutdown-delay-duration", options.shutdown_delay,
                 "Serve on, not ready, this long after SIGTERM");
    add_number(app, "--threads", options.threads, "N",
               "Threads that serve; 0 for one a processor that may be used");
    add_switch(app, "--standalone", options.standalone, "No Kubernetes, no authentication, loopback only");
}

// What no single flag can see.
std::expected<void, std::string> check_serve(serve_options& options) {
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
    if (options.tls_cert_file.empty() != options.tls_private_key_file.empty()) {
        return std::unexpected("--tls-cert-file and --tls-private-key-file go together; only one was given");
    }
    if (auto limits = check_limit_flags(options.limits); !limits) {
        return limits;
    }
    if (options.audit.log.path.empty() && !options.audit.policy_file.empty()) {
        options.warnings.emplace_back("--audit-policy-file has no effect without --audit-log-path");
    }
    if (options.standalone && options.apiservice_service) {
        options.warnings.emplace_back("--apiservice-service has no effect with --standalone");
    }
    options.values.query_timeout = options.prometheus_timeout;
    if (options.prometheus_verb == "POST") {
        options.values.merged_query_bytes = longest_form;
    }
    if (auto values = check_value_flags(options.values); !values) {
        return values;
    }
    return check_prometheus_flags(options);
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
    add_value_flags(app, options.values);
    add_kubernetes_flags(app, options);
    add_serving_flags(app, options);
    add_limit_flags(app, options.limits);
    add_audit_flags(app, options.audit, options.warnings);
    app.option_defaults()->group("Logs");
    add_number(app, "-v,--v", options.verbosity, "LEVEL",
               "Verbosity of the log; from 3 on a line for each request, from 4 on debug lines");
    app.set_help_flag("-h,--help", "Print this help")->group("Help");
    add_inert_flags(app, options.warnings);

    auto parsed =
        parse_flags(app, std::move(arguments), {.arguments = "--config FILE", .left_out = inert_group});
    if (!parsed) {
        return std::unexpected(parsed.error());
    }
    if (*parsed) {
        help = **parsed;
        return options;
    }
    tidy_kubernetes_flags(options);
    if (auto consistent = check_serve(options); !consistent) {
        return std::unexpected(consistent.error());
    }
    return options;
}

} // namespace barograph::cli

#include "cli/doctor/doctor_options.hpp"

#include "cli/flags.hpp"

namespace barograph::cli {

namespace {

using named_object = std::optional<kube::service_name>;

void add_object_name(CLI::App& app, const std::string& flag, named_object& into, const char* what,
                     const std::string& text, const std::string& otherwise) {
    read_by(app.add_option(flag, text)->type_name("NAMESPACE/NAME")->default_str(otherwise), into,
            [what](const std::string& given) -> std::expected<named_object, std::string> {
                auto name = kube::parse_service_name(given);
                if (!name) {
                    return std::unexpected(std::string("expected NAMESPACE/NAME of a ") + what);
                }
                return *name;
            });
}

void add_cluster_flags(CLI::App& app, doctor_options& options) {
    app.option_defaults()->group("Cluster");
    add_text(app, "--kubeconfig", options.kubeconfig, "FILE", "How to reach the cluster")
        ->default_str("$KUBECONFIG, ~/.kube/config, or the Pod's own account");
    add_text(app, "--context", options.context, "NAME", "Context of the kubeconfig")
        ->default_str("its current one");
    add_object_name(app, "--apiservice-service", options.apiservice_service, "Service",
                    "The Service that the APIService should name", "tells whose it is");
    add_object_name(app, "--service-account", options.service_account, "ServiceAccount",
                    "The server's account, whose rights are looked at", "who asks");
    add_duration(app, "--timeout", options.timeout, "How long a check may wait for an answer");
}

} // namespace

std::expected<doctor_options, std::string> parse_doctor_options(std::vector<std::string> arguments,
                                                                std::optional<help_wanted>& help) {
    doctor_options options;
    CLI::App app(
        "Looks through a cluster for what keeps HPAs from their external metrics: the APIService, its "
        "Service and\ncertificate, the aggregator, rights, clocks, Prometheus, the rules, and every HPA that "
        "names an external metric.\nOne line each: ok, or what is wrong and the command that repairs it. It "
        "changes nothing.\n\nThe status is 0 when nothing is wrong, 1 when something is, 2 for a wrong "
        "command "
        "line.",
        "barograph doctor");
    app.allow_extras();
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    add_cluster_flags(app, options);
    add_prometheus_flags(app, options);
    app.option_defaults()->group("Rules");
    add_text(app, "--config", options.config, "FILE",
             "Rules of the server; with --prometheus-url also what they find");
    add_report_form_flags(app, options.format, options.colour);
    add_switch(app, "--strict", options.strict, "What is warned of or skipped counts as wrong");
    app.set_help_flag("-h,--help", "Print this help")->group("Help");

    auto parsed = parse_flags(app, std::move(arguments),
                              {.arguments = "[--prometheus-url URL --config FILE]", .left_out = ""});
    if (!parsed) {
        return std::unexpected(parsed.error());
    }
    if (*parsed) {
        help = **parsed;
        return options;
    }
    if (options.timeout <= std::chrono::nanoseconds{0}) {
        return std::unexpected("--timeout must be longer than 0");
    }
    if (options.config == "-") {
        return std::unexpected("--config: expected a file; barograph check reads the standard input");
    }
    if (auto consistent = check_optional_prometheus_flags(app, options); !consistent) {
        return std::unexpected(consistent.error());
    }
    return options;
}

} // namespace barograph::cli

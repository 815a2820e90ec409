#include "cli/query/query_options.hpp"

#include "cli/flags.hpp"
#include "rules/quantity.hpp"

#include <CLI/CLI.hpp>

namespace barograph::cli {

namespace {

using kind = rules::hpa_target::kind;

void add_target(CLI::App& app, const std::string& name, kind what, query_options& options,
                const std::string& text) {
    read_by(app.add_option(name, text)->type_name("QUANTITY"), options.target,
            [what](const std::string& given) -> std::expected<std::optional<rules::hpa_target>, std::string> {
                const auto milli = rules::parse_quantity(given);
                if (!milli || *milli <= 0) {
                    return std::unexpected("expected a quantity above 0, such as 10 or 500m");
                }
                return rules::hpa_target{.what = what, .milli = *milli};
            });
}

std::expected<bool, std::string> parse_whether_json(const std::string& text) {
    if (text != "text" && text != "json") {
        return std::unexpected("expected text or json");
    }
    return text == "json";
}

std::expected<void, std::string> check_query(const CLI::App& app, const query_options& options) {
    if (options.metric.empty()) {
        return std::unexpected("which metric? expected its name, such as queue_depth");
    }
    if (options.server && !options.config.empty()) {
        return std::unexpected("--server and --config exclude each other: the server has its own rules");
    }
    if (!options.server && options.config.empty()) {
        return std::unexpected("--config is required, or --server to ask a running Barograph");
    }
    if (!options.server && (!options.kubeconfig.empty() || !options.context.empty())) {
        return std::unexpected("--kubeconfig and --context are for --server");
    }
    if (app.count("--target-value") > 0 && app.count("--target-average-value") > 0) {
        return std::unexpected("--target-value and --target-average-value exclude each other");
    }
    if (!options.target && app.count("--current-replicas") > 0) {
        return std::unexpected("--current-replicas needs --target-average-value or --target-value");
    }
    if (options.current_replicas < 0) {
        return std::unexpected("--current-replicas must not be negative");
    }
    return check_prometheus_flags(options);
}

} // namespace

std::expected<query_options, std::string> parse_query_options(std::vector<std::string> arguments) {
    query_options options;
    CLI::App app(
        "Shows what an external metric is worth now, and why: the rule, the PromQL, the samples, the "
        "value that an\nHPA will get, and how many replicas it would want.",
        "barograph query");
    app.allow_extras();
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    app.add_option("metric", options.metric, "The metric's name")->group("");
    app.option_defaults()->group("Question");
    add_text(app, "-n,--namespace", options.ns, "NAMESPACE", "The namespace of the HPA");
    add_text(app, "-l,--selector", options.selector, "SELECTOR", "Label selector, such as queue=mail");
    app.option_defaults()->group("From the desk");
    add_text(app, "--config", options.config, "FILE", "Rules: config.yaml or Helm values");
    add_prometheus_flags(app, options);
    app.option_defaults()->group("From a cluster");
    add_switch(app, "--server", options.server, "Ask the Barograph that serves the cluster");
    add_text(app, "--kubeconfig", options.kubeconfig, "FILE", "How to reach the cluster")
        ->default_str("$KUBECONFIG, or ~/.kube/config");
    add_text(app, "--context", options.context, "NAME", "Context of the kubeconfig")
        ->default_str("its current one");
    app.option_defaults()->group("HPA");
    add_target(app, "--target-average-value", kind::average_value, options,
               "Target of type AverageValue: for each Pod");
    add_target(app, "--target-value", kind::value, options, "Target of type Value: for all Pods together");
    add_number(app, "--current-replicas", options.current_replicas, "N", "Replicas that there are now");
    app.option_defaults()->group("Output");
    add_switch(app, "--explain", options.explain, "Show each step from the rule to the query");
    read_by(app.add_option("-o,--output", "text or json")->type_name("FORMAT")->default_str("text"),
            options.as_json, parse_whether_json);
    app.set_help_flag("-h,--help", "Print this help")->group("Help");

    auto parsed =
        parse_flags(app, std::move(arguments), {.arguments = "METRIC --config FILE", .left_out = ""});
    if (!parsed) {
        return std::unexpected(parsed.error());
    }
    options.help = std::move(*parsed);
    if (options.help) {
        return options;
    }
    if (auto consistent = check_query(app, options); !consistent) {
        return std::unexpected(consistent.error());
    }
    return options;
}

} // namespace barograph::cli

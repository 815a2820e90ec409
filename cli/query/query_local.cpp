#include "cli/query/query_local.hpp"

#include "cli/prometheus_access.hpp"
#include "cli/prometheus_connection.hpp"
#include "cli/query/run_to_end.hpp"
#include "config/load.hpp"
#include "config/nearest.hpp"
#include "metrics/rule_provider.hpp"
#include "server/explanation_document.hpp"

#include <nlohmann/json.hpp>

namespace barograph::cli {

namespace {

using outcome = std::expected<nlohmann::ordered_json, std::vector<std::string>>;

std::unexpected<std::vector<std::string>> failed(std::string line) {
    return std::unexpected(std::vector<std::string>{std::move(line)});
}

// Listing the series of the others would cost time and change nothing.
std::vector<rules::rule> rules_that_may_give(const std::string& metric,
                                             const std::vector<rules::rule>& rules) {
    std::vector<rules::rule> result;
    for (const auto& rule : rules) {
        if (!rule.only_name() || *rule.only_name() == metric) {
            result.push_back(rule);
        }
    }
    return result;
}

std::string no_such_metric(const std::string& metric, const std::vector<rules::rule>& rules,
                           const metrics::name_list& listed) {
    std::vector<std::string_view> known(listed.names.begin(), listed.names.end());
    for (const auto& rule : rules) {
        if (rule.only_name()) {
            known.push_back(*rule.only_name());
        }
    }
    const auto text = "no rule gives the metric " + metric + " now";
    return known.empty() ? text
                         : text + "; did you mean " + std::string(config::nearest(metric, known)) + "?";
}

} // namespace

outcome query_local(const query_options& options) {
    const auto labels = rules::parse_selector(options.selector);
    if (!labels) {
        return failed("--selector: " + labels.error());
    }
    const auto configuration = config::load_file(options.config);
    if (!configuration) {
        std::vector<std::string> lines;
        for (const auto& problem : configuration.error()) {
            lines.push_back(config::to_string(problem));
        }
        return std::unexpected(std::move(lines));
    }
    const auto connections = prometheus_connections(options);
    if (!connections) {
        return failed(connections.error());
    }

    net::asio::io_context context(1);
    const auto access = open_prometheus(context.get_executor(), *connections, options);
    metrics::discovery discovery(context.get_executor(), *access.api,
                                 rules_that_may_give(options.metric, configuration->external_rules),
                                 {.query_timeout = options.prometheus_timeout});
    telemetry::instruments instruments("");
    metrics::rule_provider provider(discovery, *access.api, instruments);

    const auto now = net::steady_clock::now();
    const bool listed_all = run_to_end(context, discovery.relist(now));
    metrics::value_request request{.metric = options.metric,
                                   .ns = options.ns,
                                   .labels = *labels,
                                   .deadline = net::steady_clock::now() + options.prometheus_timeout};
    const auto told = run_to_end(context, provider.explain(std::move(request)));
    if (!told.result && told.result.error().code == metrics::errc::not_found) {
        auto text =
            no_such_metric(options.metric, configuration->external_rules, *discovery.current()->names());
        if (!listed_all) {
            text += " (not every rule's series could be listed)";
        }
        return failed(std::move(text));
    }
    return server::explanation_object(options.metric, options.ns, rules::to_string(*labels), told);
}

} // namespace barograph::cli

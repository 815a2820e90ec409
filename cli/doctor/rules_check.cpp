#include "cli/doctor/rules_check.hpp"

#include "cli/check/check_file.hpp"
#include "cli/check/name_list.hpp"
#include "cli/check/prometheus_check.hpp"
#include "cli/prometheus_access.hpp"
#include "cli/prometheus_connection.hpp"

#include <optional>
#include <utility>

namespace barograph::cli {

namespace {

constexpr const char* reachability = "prometheus";
constexpr const char* rules_in_force = "rules";

net::awaitable<finding> visit_prometheus(doctor_session& session, check_report& report) {
    const auto connections = prometheus_connections(session.options);
    if (!connections) {
        co_return wrong(reachability, connections.error(), "barograph doctor --help");
    }
    auto& asked = report.prometheus.emplace();
    const auto access = open_prometheus(session.ex, *connections, session.options);
    asked.url = access.urls;
    prometheus_session_options options;
    options.timeout = session.options.prometheus_timeout;
    prometheus_session talk(session.ex, *access.api, std::move(options));
    co_await ask_prometheus(talk, report);
    if (asked.failure) {
        co_return wrong(reachability, *asked.failure,
                        "curl --show-error " + shell_word(asked.url + "/api/v1/query?query=1"));
    }
    co_return fine(reachability, asked.url + " answers");
}

std::string check_again(const doctor_options& options, const check_report& report) {
    return "barograph check " + shell_word(options.config) +
           (report.prometheus ? " --prometheus-url " + shell_word(report.prometheus->url) : "");
}

// The places of rules that find no series now, and of how many it is known.
struct barren_rules {
    std::vector<std::string> places;
    std::size_t listed = 0;
};

barren_rules find_barren(const checked_file& file) {
    barren_rules result;
    for (const auto& checked : file.rules) {
        if (checked.found) {
            ++result.listed;
            if (checked.found->metrics.empty()) {
                result.places.push_back(checked.rule.spec().location);
            }
        }
    }
    return result;
}

finding judge_rules(const doctor_options& options, const check_report& report) {
    const auto& file = report.files.front();
    std::size_t errors = 0;
    std::string first;
    for (const auto& problem : file.problems) {
        if (problem.level == config::severity::error) {
            first = errors++ == 0 ? config::without_severity(problem) : first;
        }
    }
    if (errors > 0) {
        return wrong(rules_in_force,
                     first + (errors > 1 ? " (and " + std::to_string(errors - 1) + " more)" : ""),
                     check_again(options, report));
    }
    const auto title = file.name + ": " + std::to_string(file.rules.size()) +
                       (file.rules.size() == 1 ? " external rule" : " external rules");
    const auto barren = find_barren(file);
    if (!barren.places.empty()) {
        return warning(rules_in_force,
                       title + ", of which " + std::to_string(barren.places.size()) +
                           (barren.places.size() == 1 ? " finds" : " find") + " no series now (" +
                           shortened(barren.places) + ")",
                       check_again(options, report));
    }
    return fine(rules_in_force, title + (barren.listed > 0 ? ", each finds series" : ", each can be loaded"));
}

} // namespace

net::awaitable<findings> check_rules(doctor_session& session) {
    const auto& options = session.options;
    check_report report;
    if (!options.config.empty()) {
        report.files.push_back(check_file(options.config));
    }
    findings found;
    if (options.asks_prometheus()) {
        found.push_back(co_await visit_prometheus(session, report));
    } else {
        found.push_back(skipped(reachability, "no --prometheus-url is given"));
    }
    if (report.files.empty()) {
        found.push_back(skipped(rules_in_force, "no --config is given"));
    } else {
        found.push_back(judge_rules(options, report));
    }
    co_return found;
}

} // namespace barograph::cli

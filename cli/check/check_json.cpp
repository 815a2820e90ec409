#include "cli/check/check_json.hpp"

#include <nlohmann/json.hpp>

namespace barograph::cli {

namespace {

// Keeps members in the order in which a reader wants them.
using json = nlohmann::ordered_json;

const char* word_for(config::severity level) {
    switch (level) {
    case config::severity::error:
        break;
    case config::severity::warning:
        return "warning";
    case config::severity::note:
        return "note";
    }
    return "error";
}

json json_of(const config::problem& problem) {
    return {{"file", problem.file},
            {"line", problem.line},
            {"column", problem.column},
            {"level", word_for(problem.level)},
            {"message", problem.message}};
}

json json_of(const checked_file& file) {
    return {{"file", file.name},
            {"accepted", file.accepted},
            {"externalRules", file.rules.size()},
            {"customRules", file.custom_rules},
            {"resourceRules", file.has_resource_rules}};
}

json json_of(const checked_file& file, const checked_rule& checked) {
    const auto& rule = checked.rule;
    json metrics = json::array();
    if (checked.found) {
        metrics = checked.found->metrics;
    } else if (rule.only_name()) {
        metrics.push_back(*rule.only_name());
    }
    return {{"file", file.name},
            {"line", line_of(rule)},
            {"location", rule.spec().location},
            {"seriesQuery", rule.spec().series_query},
            {"metricsQuery", rule.spec().metrics_query},
            {"fixedName", rule.only_name() ? json(*rule.only_name()) : json()},
            {"metricNames", std::move(metrics)},
            {"seriesCount", checked.found ? json(checked.found->series_names) : json()}};
}

json json_of(const asked_prometheus& asked) {
    return {{"url", asked.url}, {"error", asked.failure ? json(*asked.failure) : json()}};
}

} // namespace

std::string report_json(const check_report& report) {
    json files = json::array();
    json problems = json::array();
    json rules = json::array();
    for (const auto& file : report.files) {
        files.push_back(json_of(file));
        for (const auto& problem : file.problems) {
            problems.push_back(json_of(problem));
        }
        for (const auto& checked : file.rules) {
            rules.push_back(json_of(file, checked));
        }
    }
    const auto counts = count_problems(report);
    const json summary = {{"files", files.size()},
                          {"rules", rules.size()},
                          {"errors", counts.errors},
                          {"warnings", counts.warnings},
                          {"notes", counts.notes}};
    const json whole = {{"files", std::move(files)},
                        {"problems", std::move(problems)},
                        {"rules", std::move(rules)},
                        {"prometheus", report.prometheus ? json_of(*report.prometheus) : json()},
                        {"summary", summary}};
    constexpr int indent = 2;
    return whole.dump(indent, ' ', true, json::error_handler_t::replace) + "\n";
}

} // namespace barograph::cli

#include "cli/check/series_check.hpp"

#include "cli/check/in_parallel.hpp"
#include "cli/check/live_collisions.hpp"
#include "cli/check/name_list.hpp"
#include "metrics/catalogue.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <span>

namespace barograph::cli {

namespace {

using config::severity;

class lister {
public:
    lister(prometheus_session& session, const check_report& report) : session_(session) {
        for (const auto& file : report.files) {
            for (const auto& checked : file.rules) {
                queries_.insert(checked.rule.spec().series_query);
            }
        }
        order_.assign(queries_.begin(), queries_.end());
    }

    net::awaitable<listings> run() {
        co_await in_parallel(session_.executor(), order_.size(), prometheus_session::most_at_a_time,
                             [this](std::size_t index) { return list(index); });
        co_return std::move(known_);
    }

private:
    net::awaitable<> list(std::size_t index) {
        if (session_.ended()) {
            co_return;
        }
        session_.tell("asking Prometheus for series", done_, order_.size());
        const auto& query = order_[index];
        auto names =
            co_await session_.api().series_names(query, session_.oldest_sample(), session_.deadline());
        ++done_;
        if (names) {
            session_.answered();
        } else {
            session_.failed(names.error());
        }
        known_.insert_or_assign(query, std::move(names));
    }

    prometheus_session& session_;
    std::set<std::string> queries_;
    std::vector<std::string> order_;
    listings known_;
    std::size_t done_ = 0;
};

rule_findings findings_of(const rules::rule& rule, const std::vector<std::string>& found,
                          const std::vector<std::string>& kept) {
    std::set<std::string> metrics;
    for (const auto& series : kept) {
        metrics.insert(rule.metric_name(series).value_or(series));
    }
    return {.series_names = found.size(), .metrics = {metrics.begin(), metrics.end()}};
}

std::string about_no_metric(const rules::rule& rule, const std::vector<std::string>& found) {
    const auto& only = rule.only_name();
    const auto consequence = only ? "; the metric " + *only + " is listed all the same, without a value"
                                  : std::string("; the rule gives no metric now");
    if (found.empty()) {
        return "seriesQuery " + rule.spec().series_query + " finds no series now" + consequence;
    }
    return "of the series names that seriesQuery finds (" + shortened(found) +
           ") seriesFilters and name.matches keep none" + consequence;
}

} // namespace

net::awaitable<listings> list_series(prometheus_session& session, const check_report& report) {
    lister work(session, report);
    co_return co_await work.run();
}

std::vector<std::string> kept_series(const rules::rule& rule, const listings& known) {
    std::vector<std::string> kept;
    if (const auto found = known.find(rule.spec().series_query); found != known.end() && found->second) {
        std::ranges::copy_if(*found->second, std::back_inserter(kept),
                             [&](const std::string& series) { return rule.keeps(series); });
    }
    return kept;
}

void take_listings(checked_file& file, const listings& known) {
    std::vector<rules::rule> rules;
    std::vector<std::vector<std::string>> series;
    for (auto& checked : file.rules) {
        const auto& rule = rules.emplace_back(checked.rule);
        const auto& kept = series.emplace_back(kept_series(rule, known));
        const auto found = known.find(rule.spec().series_query);
        if (found == known.end()) {
            continue;
        }
        if (!found->second) {
            file.problems.push_back(problem_of(file, rule,
                                               "the series of seriesQuery " + rule.spec().series_query +
                                                   " can't be listed: " + found->second.error().message,
                                               severity::error));
            continue;
        }
        checked.found = findings_of(rule, *found->second, kept);
        if (kept.empty()) {
            file.problems.push_back(
                problem_of(file, rule, about_no_metric(rule, *found->second), severity::warning));
        }
    }
    const auto none_before = std::make_shared<const metrics::name_list>();
    const auto catalogue = metrics::catalogue::build(rules, series, none_before);
    for (const auto& [rule, message] : find_collisions(rules, series, catalogue)) {
        file.problems.push_back(problem_of(file, rules[rule], message, severity::warning));
    }
}

} // namespace barograph::cli

#include "cli/check/live_collisions.hpp"

#include "cli/check/check_report.hpp"
#include "cli/check/name_list.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace barograph::cli {

namespace {

using indices = std::vector<std::size_t>;

// Metric name to the series of one rule that give it.
using series_by_metric = std::map<std::string, std::vector<std::string>>;

series_by_metric given_by(const rules::rule& rule, const std::vector<std::string>& series) {
    series_by_metric result;
    for (const auto& one : series) {
        if (const auto name = rule.metric_name(one); rule.keeps(one) && name) {
            result[*name].push_back(one);
        }
    }
    if (rule.only_name()) {
        result.try_emplace(*rule.only_name());
    }
    return result;
}

// A copy of a rule shares its specification, so the address tells which rule it is.
std::size_t winner_of(const metrics::catalogue_entry& entry, std::span<const rules::rule> rules) {
    const auto found =
        std::ranges::find(rules, &entry.rule.spec(), [](const rules::rule& rule) { return &rule.spec(); });
    return static_cast<std::size_t>(found - rules.begin());
}

std::string in_lines(const indices& givers, std::span<const rules::rule> rules) {
    std::string text;
    for (std::size_t i = 0; i < givers.size(); ++i) {
        const auto* const separator = i == 0 ? "" : i + 1 == givers.size() ? " and " : ", ";
        text += separator + std::to_string(line_of(rules[givers[i]]));
    }
    return text;
}

std::string metrics_text(const std::vector<std::string>& names) {
    return names.size() == 1 ? "the metric " + names.front()
                             : std::to_string(names.size()) + " metrics (" + shortened(names) + ")";
}

void add_between_rules(std::vector<collision>& result, std::span<const rules::rule> rules,
                       const std::map<std::string, indices>& givers, const metrics::catalogue& catalogue) {
    std::map<std::pair<indices, std::size_t>, std::vector<std::string>> groups;
    for (const auto& [name, rules_of_name] : givers) {
        const auto* const entry = catalogue.find(name);
        if (rules_of_name.size() > 1 && entry != nullptr) {
            groups[{rules_of_name, winner_of(*entry, rules)}].push_back(name);
        }
    }
    for (const auto& [who, names] : groups) {
        const auto& [rules_of_names, winner] = who;
        result.push_back({rules_of_names.back(), "the rules in lines " + in_lines(rules_of_names, rules) +
                                                     " give " + metrics_text(names) + "; the one in line " +
                                                     std::to_string(line_of(rules[winner])) +
                                                     " is used now (expected names of their own)"});
    }
}

void add_within_rule(std::vector<collision>& result, std::size_t index, const rules::rule& rule,
                     const series_by_metric& given) {
    if (!rule.uses_series()) {
        return;
    }
    std::vector<std::string> names;
    for (const auto& [name, series] : given) {
        if (series.size() > 1) {
            names.push_back(name);
        }
    }
    if (names.empty()) {
        return;
    }
    const auto& first = given.at(names.front());
    std::string message = std::to_string(first.size()) + " series names (" + shortened(first) +
                          ") give the one metric " + names.front() + ", and only " + first.back() +
                          " is asked for";
    if (names.size() > 1) {
        message += "; so it is with " + std::to_string(names.size() - 1) + " more";
    }
    result.push_back({index, message + " (expected a name for each series, or a query without <<.Series>>)"});
}

} // namespace

std::vector<collision> find_collisions(std::span<const rules::rule> rules,
                                       std::span<const std::vector<std::string>> series,
                                       const metrics::catalogue& catalogue) {
    std::vector<collision> result;
    std::map<std::string, indices> givers;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto given = given_by(rules[i], series[i]);
        add_within_rule(result, i, rules[i], given);
        for (const auto& [name, of_rule] : given) {
            givers[name].push_back(i);
        }
    }
    add_between_rules(result, rules, givers, catalogue);
    return result;
}

} // namespace barograph::cli

#include "cli/check/sample_queries.hpp"

#include "rules/selector.hpp"

#include <algorithm>
#include <expected>
#include <string_view>

namespace barograph::cli {

namespace {

constexpr std::string_view sample_namespace = "default";
constexpr std::string_view sample_series = "sample_series";

bool in_label(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The labels whose values the template takes by name: `.LabelValuesByName.queue`, or
// `index .LabelValuesByName "queue"`. It can't be asked without them.
std::vector<std::string> wanted_labels(std::string_view metrics_query) {
    constexpr std::string_view field = ".LabelValuesByName";
    std::vector<std::string> labels;
    for (auto at = metrics_query.find(field); at != std::string_view::npos; at = metrics_query.find(field)) {
        metrics_query.remove_prefix(at + field.size());
        auto rest = metrics_query;
        rest.remove_prefix(std::min(rest.find_first_not_of(" ."), rest.size()));
        if (rest.starts_with('"') || rest.starts_with('`')) {
            rest.remove_prefix(1);
        }
        const std::string label(rest.begin(), std::ranges::find_if_not(rest, in_label));
        if (!label.empty() && std::ranges::find(labels, label) == labels.end()) {
            labels.push_back(label);
        }
    }
    return labels;
}

rules::selector sample_selector(const rules::rule& rule) {
    std::string text = "app=sample,tier in (back,front),zone!=far,release";
    for (const auto& label : wanted_labels(rule.spec().metrics_query)) {
        text += "," + label + "=sample";
    }
    // Read leniently: a label that no selector can name is the template's own problem.
    return rules::parse_selector(text).value_or(rules::selector{});
}

using made_query = std::expected<std::string, rules::query_error>;

void add(sample_queries& result, const std::string& metric, made_query query) {
    const auto is_new = [&](const std::string& promql) {
        return result.made.empty() || result.made.back().promql != promql;
    };
    if (query && is_new(*query)) {
        result.made.push_back({metric, std::move(*query)});
    }
}

} // namespace

sample_queries make_sample_queries(const rules::rule& rule, std::span<const std::string> series) {
    std::vector<std::string> names(series.begin(), series.end());
    if (names.empty()) {
        names.push_back(rule.only_series().value_or(std::string(sample_series)));
    } else if (!rule.uses_series()) {
        names.resize(1);
    }
    const rules::selector none;
    const auto some = sample_selector(rule);
    sample_queries result;
    for (const auto& name : names) {
        const auto metric = rule.metric_name(name).value_or(rule.only_name().value_or(name));
        auto plain = rule.query({.series = name, .ns = sample_namespace, .labels = none});
        // A query that takes a label's value may refuse to be made without a selector: that is meant so.
        auto selecting = rule.query({.series = name, .ns = sample_namespace, .labels = some});
        if (!selecting) {
            result.failures.push_back("no query can be made for the metric " + metric + ": " +
                                      selecting.error().message);
            continue;
        }
        add(result, metric, std::move(plain));
        add(result, metric, std::move(selecting));
    }
    return result;
}

} // namespace barograph::cli

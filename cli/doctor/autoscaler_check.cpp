#include "cli/doctor/autoscaler_check.hpp"

#include "cli/check/name_list.hpp"
#include "cli/doctor/aggregation_check.hpp"
#include "cli/doctor/autoscaler_list.hpp"
#include "cli/doctor/metric_asks.hpp"
#include "config/nearest.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace barograph::cli {

namespace {

using metric_names = std::set<std::string, std::less<>>;

constexpr const char* named_metrics = "hpa-metrics";
constexpr const char* metric_values = "hpa-values";
constexpr std::size_t most_asks = 100;
// Slow answers of a hundred metrics must not hold up the report for ever.
constexpr int patience_in_timeouts = 3;

std::string amount(std::size_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

finding unlisted(const kube::external_metric_use& use, const metric_names& listed) {
    auto text = "HPA " + use.ns + "/" + use.hpa + " names the external metric " + use.metric +
                ", which is not listed";
    if (!listed.empty()) {
        const std::vector<std::string_view> known(listed.begin(), listed.end());
        const auto near = config::nearest(use.metric, known);
        // What differs in more than a third was hardly mistyped.
        if (3 * config::distance(use.metric, near) <= use.metric.size()) {
            text += "; did you mean " + std::string(near) + "?";
        }
    }
    return wrong(named_metrics, std::move(text),
                 "kubectl --namespace " + shell_word(use.ns) + " edit hpa " + shell_word(use.hpa) +
                     "  # or add a rule that gives the metric");
}

std::string ask_again(const kube::external_metric_use& use) {
    return "barograph query " + shell_word(use.metric) + " --server --explain --namespace " +
           shell_word(use.ns) + (use.selector.empty() ? "" : " --selector " + shell_word(use.selector));
}

std::string ask_text(const metric_ask& ask) {
    return "HPA " + ask.use.ns + "/" + shortened(ask.autoscalers) + ": the external metric " +
           ask.use.metric + (ask.use.selector.empty() ? "" : " with selector " + ask.use.selector);
}

findings judge_values(const doctor_session& session, const std::vector<metric_ask>& asks) {
    findings found;
    std::size_t answered = 0;
    for (const auto& ask : asks) {
        answered += ask.is_answered ? 1 : 0;
        if (!ask.values && ask.values.error().code == kube::errc::forbidden) {
            return {unread(session, metric_values, ask.values.error(),
                           {.name = "barograph-doctor-reads-metrics",
                            .ns = {},
                            .verbs = "get,list",
                            .resource = "*.external.metrics.k8s.io",
                            .resource_name = {}})};
        }
        if (!ask.values) {
            found.push_back(wrong(metric_values,
                                  ask_text(ask) + " gives an error: " + ask.values.error().message,
                                  ask_again(ask.use)));
        } else if (ask.is_answered && *ask.values == 0) {
            found.push_back(warning(metric_values,
                                    ask_text(ask) + " has no value now, so that the HPA keeps its replicas",
                                    ask_again(ask.use)));
        }
    }
    if (answered < asks.size()) {
        found.push_back(skipped(metric_values, amount(asks.size() - answered, "more question") +
                                                   " of HPAs, which were not asked"));
    } else if (found.empty() && !asks.empty()) {
        found.push_back(
            fine(metric_values, "each of " + amount(asks.size(), "question") + " that HPAs ask has a value"));
    }
    return found;
}

net::awaitable<std::expected<metric_names, kube::error>> listed_metrics(doctor_session& session) {
    std::string path = external_metrics_path;
    const auto answer = co_await read_object(session, std::move(path));
    if (!answer) {
        co_return std::unexpected(answer.error());
    }
    auto names = kube::read_resource_names(*answer);
    if (!names) {
        co_return std::unexpected(kube::error{kube::errc::malformed, names.error()});
    }
    co_return metric_names(names->begin(), names->end());
}

} // namespace

net::awaitable<findings> check_autoscalers(doctor_session& session) {
    findings found;
    auto all = co_await list_autoscalers(session);
    if (!all) {
        found.push_back(unread(session, named_metrics, all.error(),
                               {.name = "barograph-doctor-lists-autoscalers",
                                .ns = {},
                                .verbs = "list",
                                .resource = "horizontalpodautoscalers.autoscaling",
                                .resource_name = {}}));
        co_return found;
    }
    if (all->uses.empty()) {
        found.push_back(fine(named_metrics, "no HPA, of " + std::to_string(all->autoscalers) +
                                                ", names an external metric"));
        co_return found;
    }
    const auto listed = co_await listed_metrics(session);
    if (!listed) {
        found.push_back(
            skipped(named_metrics, "the list of metrics can't be had: " + listed.error().message));
        co_return found;
    }
    std::vector<kube::external_metric_use> known;
    for (auto& use : all->uses) {
        if (listed->contains(use.metric)) {
            known.push_back(std::move(use));
        } else {
            found.push_back(unlisted(use, *listed));
        }
    }
    if (found.empty()) {
        found.push_back(fine(named_metrics, amount(known.size(), "external metric") +
                                                " of HPAs, all listed (" + amount(all->autoscalers, "HPA") +
                                                " in the cluster)"));
    }
    auto asks = asks_of(known);
    const auto end = net::steady_clock::now() + patience_in_timeouts * session.options.timeout;
    co_await ask_for_values(session, asks, most_asks, end);
    std::ranges::move(judge_values(session, asks), std::back_inserter(found));
    co_return found;
}

} // namespace barograph::cli

#include "cli/doctor/metric_asks.hpp"

#include "cli/check/in_parallel.hpp"
#include "cli/doctor/aggregation_check.hpp"
#include "net/url.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace barograph::cli {

namespace {

constexpr std::size_t asks_at_a_time = 8;

std::string path_of(const kube::external_metric_use& use) {
    auto path = std::string(external_metrics_path) + "/namespaces/" + net::percent_encode(use.ns) + "/" +
                net::percent_encode(use.metric);
    return use.selector.empty() ? path : path + "?labelSelector=" + net::percent_encode(use.selector);
}

net::awaitable<> ask_for_value(doctor_session& session, metric_ask& ask, net::time_point deadline) {
    if (net::steady_clock::now() >= deadline) {
        co_return;
    }
    auto path = path_of(ask.use);
    const auto answer = co_await read_object(session, std::move(path));
    ask.is_answered = true;
    if (!answer) {
        ask.values = std::unexpected(answer.error());
        co_return;
    }
    const auto count = kube::count_metric_values(*answer);
    if (count) {
        ask.values = *count;
    } else {
        ask.values = std::unexpected(kube::error{kube::errc::malformed, count.error()});
    }
}

} // namespace

std::vector<metric_ask> asks_of(const std::vector<kube::external_metric_use>& uses) {
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> known;
    std::vector<metric_ask> asks;
    for (const auto& use : uses) {
        const auto [at, is_new] = known.try_emplace({use.ns, use.metric, use.selector}, asks.size());
        if (is_new) {
            asks.push_back({.use = use, .autoscalers = {}});
        }
        auto& names = asks[at->second].autoscalers;
        if (std::ranges::find(names, use.hpa) == names.end()) {
            names.push_back(use.hpa);
        }
    }
    return asks;
}

net::awaitable<> ask_for_values(doctor_session& session, std::vector<metric_ask>& asks, std::size_t most,
                                net::time_point deadline) {
    co_await in_parallel(session.ex, std::min(asks.size(), most), asks_at_a_time,
                         [&](std::size_t index) { return ask_for_value(session, asks[index], deadline); });
}

} // namespace barograph::cli

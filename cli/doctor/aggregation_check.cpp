#include "cli/doctor/aggregation_check.hpp"

#include "kube/external_metric_use.hpp"

#include <utility>

namespace barograph::cli {

namespace {

constexpr const char* aggregation = "aggregation";

} // namespace

net::awaitable<findings> check_aggregation(doctor_session& session) {
    std::string path = external_metrics_path;
    const auto begin = net::steady_clock::now();
    const auto answer = co_await read_object(session, std::move(path));
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(net::steady_clock::now() - begin);
    const auto look = std::string("kubectl get --raw ") + external_metrics_path;
    findings found;
    if (!answer &&
        (answer.error().code == kube::errc::credentials || answer.error().code == kube::errc::forbidden)) {
        found.push_back(unread(session, aggregation, answer.error(),
                               {.name = "barograph-doctor-reads-metrics",
                                .ns = {},
                                .verbs = "get,list",
                                .resource = "*.external.metrics.k8s.io",
                                .resource_name = {}}));
        co_return found;
    }
    if (!answer) {
        found.push_back(wrong(aggregation, "the aggregator reaches no replica: " + answer.error().message,
                              "kubectl describe apiservice v1beta1.external.metrics.k8s.io"));
        co_return found;
    }
    const auto names = kube::read_resource_names(*answer);
    if (!names) {
        found.push_back(
            wrong(aggregation, "what answers is no server of external metrics: " + names.error(), look));
        co_return found;
    }
    found.push_back(fine(aggregation, "the aggregator reaches a replica, which lists " +
                                          std::to_string(names->size()) +
                                          (names->size() == 1 ? " metric (" : " metrics (") +
                                          std::to_string(took.count()) + " ms)"));
    co_return found;
}

} // namespace barograph::cli

#include "cli/check/prometheus_check.hpp"

#include "cli/check/query_check.hpp"
#include "cli/check/series_check.hpp"

#include <algorithm>

namespace barograph::cli {

namespace {

// The least that a server of the Prometheus HTTP API answers: one that fails here is told once, not once for
// each rule.
net::awaitable<> greet(prometheus_session& session) {
    const auto answer = co_await session.api().query("vector(1)", session.deadline());
    if (!answer) {
        session.end(answer.error().message);
    }
}

} // namespace

net::awaitable<> ask_prometheus(prometheus_session& session, check_report& report) {
    co_await greet(session);
    if (!session.ended()) {
        const auto known = co_await list_series(session, report);
        for (auto& file : report.files) {
            take_listings(file, known);
        }
        if (!session.ended()) {
            co_await check_queries(session, report, known);
        }
    }
    for (auto& file : report.files) {
        std::ranges::sort(file.problems, config::comes_before);
    }
    report.prometheus->failure = session.ended();
}

} // namespace barograph::cli

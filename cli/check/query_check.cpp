#include "cli/check/query_check.hpp"

#include "cli/check/in_parallel.hpp"
#include "cli/check/sample_queries.hpp"

#include <map>
#include <optional>

namespace barograph::cli {

namespace {

using config::severity;

// A rule and what it asks.
struct rule_queries {
    checked_file* file;
    const rules::rule* rule;
    std::vector<sample_query> queries;
};

class reader {
public:
    reader(prometheus_session& session, check_report& report, const listings& known) : session_(session) {
        for (auto& file : report.files) {
            for (const auto& checked : file.rules) {
                add(file, checked.rule, make_sample_queries(checked.rule, kept_series(checked.rule, known)));
            }
        }
        for (const auto& [promql, objection] : objections_) {
            order_.push_back(&promql);
        }
    }

    net::awaitable<> run() {
        co_await in_parallel(session_.executor(), order_.size(), prometheus_session::most_at_a_time,
                             [this](std::size_t index) { return read(index); });
        for (const auto& one : rules_) {
            report_refusals(one);
        }
    }

private:
    void add(checked_file& file, const rules::rule& rule, sample_queries made) {
        for (const auto& failure : made.failures) {
            file.problems.push_back(problem_of(file, rule, "metricsQuery: " + failure, severity::error));
        }
        for (const auto& query : made.made) {
            objections_.try_emplace(query.promql);
        }
        rules_.push_back({.file = &file, .rule = &rule, .queries = std::move(made.made)});
    }

    net::awaitable<> read(std::size_t index) {
        if (session_.ended()) {
            co_return;
        }
        session_.tell("letting Prometheus read queries", done_, order_.size());
        const auto& promql = *order_[index];
        const auto verdict = co_await session_.api().parse(promql, session_.deadline());
        ++done_;
        if (verdict) {
            session_.answered();
            co_return;
        }
        session_.failed(verdict.error());
        if (!session_.ended()) {
            const bool is_refused = verdict.error().code == prometheus::errc::rejected;
            objections_[promql] =
                (is_refused ? "is refused: " : "could not be judged: ") + verdict.error().message;
        }
    }

    void report_refusals(const rule_queries& one) const {
        const sample_query* first = nullptr;
        std::size_t refused = 0;
        for (const auto& query : one.queries) {
            if (objections_.at(query.promql)) {
                first = first == nullptr ? &query : first;
                ++refused;
            }
        }
        if (first == nullptr) {
            return;
        }
        auto message = "metricsQuery: the query of the metric " + first->metric + ", " + first->promql +
                       ", " + *objections_.at(first->promql);
        if (refused > 1) {
            message += " (so it is with " + std::to_string(refused - 1) + " more of this rule's queries)";
        }
        one.file->problems.push_back(problem_of(*one.file, *one.rule, message, severity::error));
    }

    prometheus_session& session_;
    std::vector<rule_queries> rules_;
    std::map<std::string, std::optional<std::string>>
        objections_; ///< by query, from the verb on; nothing: none
    std::vector<const std::string*> order_;
    std::size_t done_ = 0;
};

} // namespace

net::awaitable<> check_queries(prometheus_session& session, check_report& report, const listings& known) {
    reader work(session, report, known);
    co_await work.run();
}

} // namespace barograph::cli

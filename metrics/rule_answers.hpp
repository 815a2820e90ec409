#pragma once
#include "metrics/catalogue.hpp"
#include "metrics/clock.hpp"
#include "metrics/explanation.hpp"
#include "metrics/last_good_answers.hpp"
#include "metrics/provider.hpp"
#include "metrics/quoted_names.hpp"
#include "prometheus/api.hpp"
#include "telemetry/failure_log.hpp"
#include "telemetry/instruments.hpp"

#include <expected>
#include <string>

namespace barograph::metrics {

/// A question and the query that answers it.
struct prepared_query {
    catalogue_entry entry;
    std::string metric;
    std::string ns;
    rules::selector labels;
    std::string promql;

    /// The metric and its rule, for messages.
    [[nodiscard]] std::string name() const;
};

/// What a rule makes of a question, before Prometheus is asked and after: the metric's rule gives PromQL, the
/// samples become values, and where there are none the rule's fallbacks decide. Use from the io_context's
/// thread only; `api`, which is asked whether it reads quoted names, and `counts` must outlive it.
class rule_answers {
public:
    rule_answers(prometheus::api& api, telemetry::instruments& counts, clock time)
        : api_(api), instruments_(counts), clock_(std::move(time)), quoted_names_(api, clock_) {}

    /// The query for a question about the metric of `entry`; where none is needed or possible, what there is
    /// to say already.
    net::awaitable<std::expected<prepared_query, explanation>> prepare(const catalogue_entry& entry,
                                                                       value_request request);

    /// What the answer to a prepared query comes to. `queried`: when it was sent.
    [[nodiscard]] explanation conclude(const prepared_query& asked, net::time_point queried,
                                       std::expected<prometheus::query_result, prometheus::error> answer);

private:
    net::awaitable<std::expected<std::string, error>>
    query_of(const catalogue_entry& entry, rules::query_request question, net::time_point deadline);
    [[nodiscard]] explanation begin(const prepared_query& asked) const;
    void fall_back(const prepared_query& asked, net::time_point queried, explanation& told);

    prometheus::api& api_;
    telemetry::instruments& instruments_;
    clock clock_;
    quoted_names quoted_names_;
    last_good_answers last_good_;
    telemetry::failure_log substituted_;
};

/// There is no such metric, in prometheus-adapter's words.
[[nodiscard]] error unknown_metric(const std::string& metric);

} // namespace barograph::metrics

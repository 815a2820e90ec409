#pragma once
#include "metrics/clock.hpp"
#include "metrics/discovery.hpp"
#include "metrics/last_good_answers.hpp"
#include "metrics/provider.hpp"
#include "metrics/quoted_names.hpp"
#include "prometheus/api.hpp"
#include "telemetry/failure_log.hpp"
#include "telemetry/instruments.hpp"

namespace barograph::metrics {

/// Answers by applying rules: the metric's rule gives PromQL, Prometheus evaluates it, the samples become
/// values, and where there are none the rule's fallbacks decide. Each ask is one query. `source`, `api` and
/// `counts` must outlive it.
class rule_provider final : public provider {
public:
    rule_provider(const discovery& source, prometheus::api& api, telemetry::instruments& counts,
                  clock time = {})
        : discovery_(source), api_(api), instruments_(counts), clock_(std::move(time)),
          quoted_names_(api, clock_) {}

    [[nodiscard]] std::shared_ptr<const name_list> names() const override;
    net::awaitable<values_result> values(value_request request) override;
    net::awaitable<explanation> explain(value_request request) override;

private:
    /// The PromQL of a question; error: why there is none.
    net::awaitable<std::expected<std::string, error>>
    query_of(const catalogue_entry& entry, rules::query_request question, net::time_point deadline);
    net::awaitable<explanation> ask(const catalogue_entry& entry, const value_request& request,
                                    const std::string& rule);
    void fall_back(const rules::rule_spec& rule, const value_request& request, const std::string& name,
                   explanation& told);

    const discovery& discovery_;
    prometheus::api& api_;
    telemetry::instruments& instruments_;
    clock clock_;
    quoted_names quoted_names_;
    last_good_answers last_good_;
    telemetry::failure_log substituted_;
};

} // namespace barograph::metrics

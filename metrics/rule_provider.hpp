#pragma once
#include "metrics/clock.hpp"
#include "metrics/discovery.hpp"
#include "metrics/provider.hpp"
#include "metrics/rule_answers.hpp"
#include "prometheus/api.hpp"
#include "telemetry/instruments.hpp"

namespace barograph::metrics {

/// Answers by applying rules: each ask is one query, and nothing is kept. `source`, `api` and `counts` must
/// outlive it.
class rule_provider final : public provider {
public:
    rule_provider(const discovery& source, prometheus::api& api, telemetry::instruments& counts,
                  clock time = {})
        : discovery_(source), api_(api), clock_(time), answers_(api, counts, std::move(time)) {}

    [[nodiscard]] std::shared_ptr<const name_list> names() const override;
    net::awaitable<values_result> values(value_request request) override;
    net::awaitable<explanation> explain(value_request request) override;

private:
    const discovery& discovery_;
    prometheus::api& api_;
    clock clock_;
    rule_answers answers_;
};

} // namespace barograph::metrics

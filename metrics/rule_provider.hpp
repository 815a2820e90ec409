#pragma once
#include "metrics/discovery.hpp"
#include "metrics/provider.hpp"
#include "prometheus/api.hpp"

namespace barograph::metrics {

/// Answers by applying rules: the metric's rule gives PromQL, Prometheus evaluates it, the samples become
/// values. Each ask is one query. `source` and `api` must outlive it.
class rule_provider final : public provider {
public:
    rule_provider(const discovery& source, prometheus::api& api) : discovery_(source), api_(api) {}

    [[nodiscard]] std::shared_ptr<const name_list> names() const override;
    net::awaitable<std::expected<std::shared_ptr<const value_list>, error>>
    values(value_request request) override;

private:
    const discovery& discovery_;
    prometheus::api& api_;
};

} // namespace barograph::metrics

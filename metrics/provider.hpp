#pragma once
#include "metrics/explanation.hpp"
#include "metrics/external_value.hpp"
#include "net/asio.hpp"
#include "rules/selector.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// What the API server needs to know of metrics: which there are and what they are worth.
namespace barograph::metrics {

class live_value;

/// The names of all metrics, sorted. Immutable; `version` grows with every change.
struct name_list {
    std::vector<std::string> names;
    std::uint64_t version = 0;
};

/// One question of an HPA.
struct value_request {
    std::string metric;
    std::string ns; ///< the namespace asked in; never empty
    rules::selector labels;
    net::time_point deadline;
};

/// Answers for external metrics. Providers can be stacked (a cache before rules, a fallback behind them).
/// Use from the io_context's thread only.
class provider {
public:
    virtual ~provider() = default;

    [[nodiscard]] virtual std::shared_ptr<const name_list> names() const = 0;
    /// The values, whole and true, or why there are none. An empty list: the metric has no sample now.
    virtual net::awaitable<values_result> values(value_request request) = 0;
    /// The same, with how it came about.
    virtual net::awaitable<explanation> explain(value_request request) = 0;

    /// What is kept in memory of a question's answers, for whoever is asked it again; null: nothing.
    [[nodiscard]] virtual std::shared_ptr<live_value> remembered(const value_request&) const {
        return nullptr;
    }
};

} // namespace barograph::metrics

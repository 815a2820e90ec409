#pragma once
#include "metrics/error.hpp"
#include "net/asio.hpp"
#include "rules/selector.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What the API server needs to know of metrics: which there are and what they are worth.
namespace barograph::metrics {

/// One value of an external metric, ready to be encoded.
struct external_value {
    std::string metric_name;
    /// Sorted by name. Absent for a scalar, which has no labels at all (JSON null).
    std::optional<std::vector<std::pair<std::string, std::string>>> labels;
    std::int64_t timestamp = 0; ///< of the sample: Unix time, seconds
    std::int64_t milli = 0;     ///< the value in thousandths
};

using value_list = std::vector<external_value>;

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
    virtual net::awaitable<std::expected<std::shared_ptr<const value_list>, error>>
    values(value_request request) = 0;
};

} // namespace barograph::metrics

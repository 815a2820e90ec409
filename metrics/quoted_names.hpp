#pragma once
#include "metrics/clock.hpp"
#include "prometheus/api.hpp"

#include <expected>
#include <optional>

namespace barograph::metrics {

/// Whether the backend reads names of labels in quotes, as Prometheus 3 does and PromQL needs for
/// `app.kubernetes.io/name`. Asked once there is such a name; a yes holds for good, a no for a while, since a
/// backend may be upgraded. Use from the io_context's thread only; `api` must outlive it.
class quoted_names {
public:
    quoted_names(prometheus::api& api, clock time) : api_(api), clock_(std::move(time)) {}

    /// Error: the backend could not be asked.
    net::awaitable<std::expected<bool, prometheus::error>> are_read(net::time_point deadline);

private:
    prometheus::api& api_;
    clock clock_;
    std::optional<bool> answer_;
    net::time_point asked_;
};

} // namespace barograph::metrics

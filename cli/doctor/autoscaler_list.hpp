#pragma once
#include "cli/doctor/doctor_session.hpp"
#include "kube/external_metric_use.hpp"

#include <cstddef>
#include <vector>

namespace barograph::cli {

/// What the HPAs of all namespaces ask for.
struct autoscaler_list {
    std::size_t autoscalers = 0;
    std::vector<kube::external_metric_use> uses; ///< of external metrics, in the order of the HPAs
};

/// Lists them page by page. Error: why one page could not be had.
net::awaitable<std::expected<autoscaler_list, kube::error>> list_autoscalers(doctor_session& session);

} // namespace barograph::cli

#pragma once
#include "cli/doctor/doctor_session.hpp"

namespace barograph::cli {

/// Whether a question through kube-apiserver's aggregator reaches a replica, by asking for the list of
/// metrics.
net::awaitable<findings> check_aggregation(doctor_session& session);

/// Where the list of metrics is, and below it their values.
inline constexpr const char* external_metrics_path = "/apis/external.metrics.k8s.io/v1beta1";

} // namespace barograph::cli

#pragma once
#include "cli/doctor/doctor_session.hpp"

#include <chrono>

namespace barograph::cli {

/// Whether kube-apiserver publishes by which CA its aggregator proves itself, and whether that CA still
/// holds.
net::awaitable<findings> check_request_header(doctor_session& session);

/// The same, of ConfigMap kube-system/extension-apiserver-authentication as JSON.
findings judge_request_header(const std::string& configmap, std::chrono::system_clock::time_point now);

} // namespace barograph::cli

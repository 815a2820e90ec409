#pragma once
#include "cli/doctor/doctor_session.hpp"

#include <chrono>

namespace barograph::cli {

/// Whether this machine's clock agrees with those of kube-apiserver and Prometheus, by the Date of their
/// answers. Certificates, tokens and the age of samples are judged by these clocks.
net::awaitable<findings> check_clocks(doctor_session& session);

/// How far a clock is ahead of ours at least (negative: behind), when its answer to a question asked between
/// `before` and `after` bore this Date, which is cut to whole seconds. Zero when both may agree.
std::chrono::milliseconds clock_difference(std::chrono::sys_seconds date,
                                           std::chrono::system_clock::time_point before,
                                           std::chrono::system_clock::time_point after);

} // namespace barograph::cli

#pragma once
#include "cli/doctor/doctor_session.hpp"

namespace barograph::cli {

/// Whether Prometheus answers, whether a server would load the rules, and how many of them find series now.
/// What is not given by a flag is skipped.
net::awaitable<findings> check_rules(doctor_session& session);

} // namespace barograph::cli

#pragma once
#include "cli/doctor/doctor_session.hpp"

namespace barograph::cli {

/// Whether every external metric that an HPA of the cluster names is listed, and whether it has a value now.
/// Of the values at most 100 are asked for, as the HPA's controller asks for them, through the aggregator.
net::awaitable<findings> check_autoscalers(doctor_session& session);

} // namespace barograph::cli

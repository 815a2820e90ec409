#pragma once
#include "cli/doctor/doctor_session.hpp"

namespace barograph::cli {

/// Whether the Service that the aggregator asks exists, has the port that is asked for, and has ready
/// endpoints.
net::awaitable<findings> check_service(doctor_session& session);

} // namespace barograph::cli

#pragma once
#include "cli/doctor/doctor_session.hpp"

namespace barograph::cli {

/// Whether the Kubernetes API answers, and whom it takes this client for, which the session then knows. When
/// it can't be reached at all the session loses its way to it, so that the other checks need not find out one
/// by one.
net::awaitable<findings> check_api(doctor_session& session);

} // namespace barograph::cli

#pragma once
#include "cli/doctor/doctor_session.hpp"

namespace barograph::cli {

/// Whether the APIService is there and names the wanted Service, and whether kube-apiserver finds it
/// available.
net::awaitable<findings> check_registration(doctor_session& session);

} // namespace barograph::cli

#pragma once
#include "cli/doctor/doctor_session.hpp"

namespace barograph::cli {

/// Whether the server's account has each right that it needs: by SelfSubjectAccessReview when it is the one
/// who asks, else by SubjectAccessReview.
net::awaitable<findings> check_server_rights(doctor_session& session);

/// Whether the HPA's controller may read external metrics.
net::awaitable<findings> check_autoscaler_rights(doctor_session& session);

} // namespace barograph::cli

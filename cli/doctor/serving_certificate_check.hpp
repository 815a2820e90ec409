#pragma once
#include "cli/doctor/asked_service.hpp"
#include "kube/serving_certificate.hpp"

#include <chrono>
#include <optional>

namespace barograph::cli {

/// Whether the replicas show a certificate that the aggregator accepts: verified by the APIService's
/// caBundle, for the Service's name, and for a while yet. Asks the ready endpoints themselves, and is skipped
/// where none can be reached. That the aggregator is told not to verify is warned of.
net::awaitable<findings> check_serving_certificate(doctor_session& session);

/// What is wrong with the certificate that `replica` (ADDRESS:PORT) shows; nothing: it is good.
std::optional<finding> judge_replica(const asked_service& asked, const std::string& replica,
                                     const kube::serving_verdict& verdict,
                                     std::chrono::system_clock::time_point now);

} // namespace barograph::cli

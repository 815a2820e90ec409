#pragma once
#include <cstdint>
#include <string>

namespace barograph::server {

/// A Unix time in seconds as Kubernetes' metav1.Time: RFC 3339 in UTC, without fraction, as in
/// `2023-11-14T22:13:20Z`.
std::string rfc3339(std::int64_t seconds);

} // namespace barograph::server

#pragma once
#include <cstdint>
#include <string>

/// Unix times in seconds as Kubernetes' metav1.Time.
namespace barograph::server {

/// 0001-01-01T00:00:00Z, the zero time: Kubernetes takes it for "no time", JSON null.
inline constexpr std::int64_t no_time = -62135596800;

/// RFC 3339 in UTC, without fraction, as in `2023-11-14T22:13:20Z`. Years beyond 9999 are written with all
/// their digits.
std::string rfc3339(std::int64_t seconds);

} // namespace barograph::server

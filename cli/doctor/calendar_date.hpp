#pragma once
#include <chrono>
#include <string>

namespace barograph::cli {

/// `2026-11-22`, in UTC.
std::string calendar_date(std::chrono::system_clock::time_point when);

/// How long a certificate is still valid, for a sentence: `until 2026-11-22 (13 days)`.
std::string validity_left(std::chrono::system_clock::time_point until,
                          std::chrono::system_clock::time_point now);

/// Below this a certificate's end is warned of.
inline constexpr std::chrono::days shortest_validity{14};

} // namespace barograph::cli

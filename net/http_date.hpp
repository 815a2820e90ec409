#pragma once
#include <chrono>
#include <optional>
#include <string>

namespace barograph::net {

/// Reads a Date header as servers write it: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
/// Nothing for any other text.
std::optional<std::chrono::sys_seconds> parse_http_date(const std::string& text);

} // namespace barograph::net

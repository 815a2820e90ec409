#pragma once
#include <chrono>
#include <expected>
#include <string>
#include <string_view>

namespace barograph::cli {

/// A duration as Go's flags write it: `30s`, `1h30m`, `1.5s`, `300ms`, `0`. Units: ns, us, µs, ms, s, m, h.
/// Not negative. Error: what is expected.
std::expected<std::chrono::nanoseconds, std::string> parse_go_duration(std::string_view text);

} // namespace barograph::cli

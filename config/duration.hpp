#pragma once
#include <chrono>
#include <expected>
#include <string>
#include <string_view>

namespace barograph::config {

/// A duration as Prometheus writes it: whole numbers with y, w, d, h, m, s, ms, from big to small, each at
/// most once
/// (`1h30m`), or `0`. A year has 365 days. Error: what is wrong; what is expected.
std::expected<std::chrono::milliseconds, std::string> parse_duration(std::string_view text);

} // namespace barograph::config

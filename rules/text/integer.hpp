#pragma once
#include <charconv>
#include <cstdint>
#include <expected>
#include <string_view>
#include <system_error>

namespace barograph::rules::text {

/// A 64-bit integer as Go's strconv.ParseInt reads it in base 10: digits, perhaps with a sign. The error is
/// `invalid_argument` or `result_out_of_range`.
[[nodiscard]] inline std::expected<std::int64_t, std::errc> parse_integer(std::string_view text) {
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    std::int64_t number{};
    const auto* const first =
        text.data(); // NOLINT(bugprone-suspicious-stringview-data-usage): `last` ends it
    const auto* const last = first + text.size();
    const auto [end, error] = std::from_chars(first, last, number);
    if (end != last)
        return std::unexpected(std::errc::invalid_argument);
    if (error != std::errc{})
        return std::unexpected(error);
    return number;
}

} // namespace barograph::rules::text

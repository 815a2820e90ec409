#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace barograph::prometheus {

/// A sample's value as a decimal number that a float64 can hold, or as NaN or an infinity; none when it is
/// neither. Takes all forms of Go's strconv.ParseFloat, as prometheus-adapter does; the two that no backend
/// sends, hexadecimal ones and underscores between digits, are put into plain digits.
[[nodiscard]] std::optional<std::string> sample_value(std::string_view text);

} // namespace barograph::prometheus

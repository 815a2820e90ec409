#pragma once
#include "rules/template/value.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace barograph::rules::templates {

/// The value of a number as a Go template writes it: 1, -0x1F, 0b11, 0o17, 1_000, 1.5, 1e6, 0x1p-2, 2i, 1+2i.
/// It is an int, a float64 or a complex128 as Go decides. The error says what is wrong.
[[nodiscard]] std::expected<value, std::string> parse_number(std::string_view text);

/// The value of 'x', which is an int.
[[nodiscard]] std::expected<value, std::string> parse_rune_constant(std::string_view literal);

/// The value of "x" or `x`.
[[nodiscard]] std::expected<std::string, std::string> parse_string_constant(std::string_view literal);

} // namespace barograph::rules::templates

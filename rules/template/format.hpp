#pragma once
#include "rules/template/value.hpp"

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>

/// Go's package fmt, for the values that templates have.
namespace barograph::rules::templates {

/// No text that a template computes gets longer, in bytes.
inline constexpr std::size_t longest_text = std::size_t{1} << 20U;

/// The error for a longer one.
[[nodiscard]] std::string too_long();

/// Appends `printed` as `%v` prints it.
void append_printed(std::string& out, const value& printed);

/// fmt.Sprint: a space between two operands of which neither is a string.
[[nodiscard]] std::string print(std::span<const value> operands);

/// fmt.Sprintln: a space between all operands, and a newline at the end.
[[nodiscard]] std::string print_line(std::span<const value> operands);

/// fmt.Sprintf. A directive that does not fit its operand prints itself as in Go, `%!d(string=x)`. Errors: a
/// result that is too long, and `%p`, which prints an address that is never twice the same.
[[nodiscard]] std::expected<std::string, std::string> print_formatted(std::string_view format,
                                                                      std::span<const value> operands);

} // namespace barograph::rules::templates

#pragma once
#include "rules/template/directive.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Numbers as the verbs of Go's package fmt print them.
namespace barograph::rules::templates {

/// As strconv.FormatFloat; `verb` is one of e E f g G b x X, and no precision means the shortest exact text.
/// Always with a sign in front.
[[nodiscard]] std::string float_text(double number, char verb, std::optional<int> precision);

/// %e %f %g %b %x and their kin; `default_precision` counts when the directive names none.
void append_float(std::string& out, const directive& how, double number, char verb,
                  std::optional<int> default_precision);

/// %d %b %o %O %x %X of a number given by its sign and magnitude.
void append_integer(std::string& out, const directive& how, bool negative, std::uint64_t magnitude,
                    char verb);

/// %U: U+0041, and with # also 'A'.
void append_code_point(std::string& out, const directive& how, std::uint64_t number);

} // namespace barograph::rules::templates

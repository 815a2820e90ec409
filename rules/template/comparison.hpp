#pragma once
#include "rules/template/function.hpp"

/// eq ne lt le gt ge, as text/template compares: only values of one basic kind, but integers whatever their
/// sign.
namespace barograph::rules::templates {

/// Whether the first argument equals one of the others.
[[nodiscard]] call_result run_eq(std::span<const value> arguments);

[[nodiscard]] call_result run_ne(std::span<const value> arguments);
[[nodiscard]] call_result run_lt(std::span<const value> arguments);
[[nodiscard]] call_result run_le(std::span<const value> arguments);
[[nodiscard]] call_result run_gt(std::span<const value> arguments);
[[nodiscard]] call_result run_ge(std::span<const value> arguments);

} // namespace barograph::rules::templates

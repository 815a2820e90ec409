#pragma once
#include "rules/template/function.hpp"

/// index, slice and len.
namespace barograph::rules::templates {

/// `index x 1 2` is Go's x[1][2]. A map gives the empty text for a key that is not there; a byte of a text is
/// a number.
[[nodiscard]] call_result run_index(std::span<const value> arguments);

/// `slice x 1 2` is Go's x[1:2].
[[nodiscard]] call_result run_slice(std::span<const value> arguments);

/// Bytes of a text, items of a list or a map.
[[nodiscard]] call_result run_len(std::span<const value> arguments);

} // namespace barograph::rules::templates

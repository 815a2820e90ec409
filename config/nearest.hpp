#pragma once
#include <cstddef>
#include <span>
#include <string_view>

namespace barograph::config {

/// How many characters must be added, taken away, replaced or swapped with their neighbour to make one text
/// of the other (Damerau-Levenshtein, restricted), upper and lower case being the same. In bytes.
std::size_t distance(std::string_view left, std::string_view right);

/// The known name that a mistyped one most probably meant; of equally near ones the first. `known` must not
/// be empty.
std::string_view nearest(std::string_view name, std::span<const std::string_view> known);

} // namespace barograph::config

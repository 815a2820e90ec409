#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace barograph::cli {

/// The first names with commas between, and how many more there are: `a, b, c and 4 more`.
std::string shortened(const std::vector<std::string>& names, std::size_t most = 3);

} // namespace barograph::cli

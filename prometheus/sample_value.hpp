#pragma once
#include <string_view>

namespace barograph::prometheus {

/// Whether a sample's value is written as a number that a float64 can hold, or as NaN or an infinity, in one
/// of the forms that Go's strconv.ParseFloat takes (hexadecimal ones aside, which no backend sends).
bool is_sample_value(std::string_view text);

} // namespace barograph::prometheus

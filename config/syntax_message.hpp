#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace barograph::config {

/// yaml-cpp's terse message for a syntax error in words for the author of a rule: what is wrong; what is
/// expected. `offset`: where yaml-cpp stopped.
std::string syntax_message(std::string_view yaml_cpp_message, std::string_view text, std::size_t offset);

} // namespace barograph::config

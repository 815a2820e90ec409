#pragma once
#include <string>
#include <string_view>

/// Text from a file inside a message: whatever it holds, one line that is safe on a terminal and valid UTF-8.
namespace barograph::config {

/// Control characters, and bytes that are not UTF-8, as escapes.
std::string printable(std::string_view text);

/// The same in double quotes, and cut when it is long.
std::string in_quotes(std::string_view text);

} // namespace barograph::config

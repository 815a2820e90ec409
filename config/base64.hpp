#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace barograph::config {

/// RFC 4648 section 4, padded; line breaks inside are skipped. Nothing for any other character or length.
std::optional<std::string> decode_base64(std::string_view text);

} // namespace barograph::config

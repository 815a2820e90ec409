#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace barograph::kube {

/// Decodes base64 (RFC 4648, section 4, padded); white space is skipped, as YAML block scalars bring it in.
/// Nothing for any other text.
std::optional<std::string> decode_base64(std::string_view text);

} // namespace barograph::kube

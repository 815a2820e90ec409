#pragma once
#include <nlohmann/json_fwd.hpp>

#include <string>

namespace barograph::server {

/// An object as the Kubernetes API writes JSON: members in the order given, `<`, `>`, `&`, U+2028 and U+2029
/// escaped (as Go's encoding/json does), bytes that are no UTF-8 replaced by U+FFFD. Compact with a final
/// newline, or indented by two.
std::string to_json_text(const nlohmann::ordered_json& object, bool indented);

} // namespace barograph::server

#pragma once
#include <nlohmann/json_fwd.hpp>

#include <string>

namespace barograph::server {

/// An object as the Kubernetes API writes YAML: the same members as in JSON, sorted by name, in block style.
/// Text that any YAML reader, of version 1.1 too, could take for something else (`5`, `1k`, `yes`, a time) is
/// quoted. Bytes that are no UTF-8 are replaced by U+FFFD.
std::string to_yaml_text(const nlohmann::ordered_json& object);

} // namespace barograph::server

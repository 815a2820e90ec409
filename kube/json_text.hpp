#pragma once
#include <nlohmann/json.hpp>

#include <string>

namespace barograph::kube {

/// The text at this key of a JSON object; empty when there is none, something that is no text, or no object.
[[nodiscard]] inline std::string text_in(const nlohmann::json& object, const char* key) {
    const auto text = object.find(key);
    return text != object.end() && text->is_string() ? text->get<std::string>() : std::string();
}

} // namespace barograph::kube

#include "server/json_text.hpp"

#include <nlohmann/json.hpp>

namespace barograph::server {

namespace {

// In JSON text these characters stand only inside strings, so they can be escaped afterwards.
std::string escaped(const std::string& json) {
    std::string result;
    result.reserve(json.size());
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '<') {
            result += "\\u003c";
        } else if (c == '>') {
            result += "\\u003e";
        } else if (c == '&') {
            result += "\\u0026";
        } else if (json.compare(i, 3, "\u2028") == 0 || json.compare(i, 3, "\u2029") == 0) {
            result += json[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
            i += 2;
        } else {
            result += c;
        }
    }
    return result;
}

} // namespace

std::string to_json_text(const nlohmann::ordered_json& object, bool indented) {
    constexpr int indent = 2;
    constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
    if (indented) {
        return escaped(object.dump(indent, ' ', false, replace));
    }
    return escaped(object.dump(-1, ' ', false, replace)) + "\n";
}

} // namespace barograph::server

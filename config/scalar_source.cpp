#include "config/scalar_source.hpp"

namespace barograph::config {

namespace {

bool is_space(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

} // namespace

std::size_t content_start(std::string_view text, std::size_t offset) {
    while (offset < text.size() && (text[offset] == '&' || text[offset] == '!')) {
        while (offset < text.size() && !is_space(text[offset])) {
            ++offset;
        }
        while (offset < text.size() && is_space(text[offset])) {
            ++offset;
        }
    }
    return offset;
}

bool is_closed_quote(std::string_view text, std::size_t start) {
    const char quote = text[start];
    for (auto at = start + 1; at < text.size(); ++at) {
        const bool is_escape = quote == '"' ? text[at] == '\\' : text.substr(at, 2) == "''";
        if (is_escape) {
            ++at;
        } else if (text[at] == quote) {
            return true;
        }
    }
    return false;
}

} // namespace barograph::config

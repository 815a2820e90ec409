#include "config/scalar_source.hpp"

#include <algorithm>

namespace barograph::config {

namespace {

bool separates_tokens(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

} // namespace

std::size_t content_start(std::string_view text, std::size_t offset) {
    while (offset < text.size() && (text[offset] == '&' || text[offset] == '!')) {
        while (offset < text.size() && !separates_tokens(text[offset])) {
            ++offset;
        }
        while (offset < text.size() && separates_tokens(text[offset])) {
            ++offset;
        }
    }
    return offset;
}

std::size_t find_escape(std::string_view text, std::size_t start, char letter) {
    for (auto at = start + 1; at + 1 < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') {
            if (text[at + 1] == letter) {
                return at;
            }
            ++at;
        }
    }
    return std::string_view::npos;
}

std::string with_whole_characters(std::string_view value) {
    std::string whole;
    whole.reserve(value.size());
    while (!value.empty()) {
        const auto first = static_cast<unsigned char>(value.front());
        std::size_t length = 1;
        if (first == 0x85 || first == 0xa0) {
            whole += '\xc2';
        } else if (first >= 0xc0) {
            length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        }
        whole += value.substr(0, length);
        value.remove_prefix(std::min(length, value.size()));
    }
    return whole;
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

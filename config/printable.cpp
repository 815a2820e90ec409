#include "config/printable.hpp"

#include "config/source_text.hpp"

#include <cstddef>

namespace barograph::config {

namespace {

constexpr std::size_t longest_quote = 80;

void append_escape(std::string& out, char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(byte);
    switch (byte) {
    case '\n':
        out += "\\n";
        break;
    case '\r':
        out += "\\r";
        break;
    case '\t':
        out += "\\t";
        break;
    default:
        out += "\\x";
        out += digits[value >> 4U];
        out += digits[value & 0xfU];
    }
}

/// Line ends and tabs are allowed in a file, but not in a message.
bool is_printable(const character& next) {
    return next.length > 0 && next.value >= 0x20 && is_allowed(next.value) && next.value != 0x85;
}

} // namespace

std::string printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto next = first_character(text);
        if (is_printable(next)) {
            out += text.substr(0, next.length);
            text.remove_prefix(next.length);
        } else {
            append_escape(out, text.front());
            text.remove_prefix(1);
        }
    }
    return out;
}

std::string in_quotes(std::string_view text) {
    auto shown = text;
    if (text.size() > longest_quote) {
        auto length = longest_quote;
        while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80U) {
            --length;
        }
        shown = text.substr(0, length);
    }
    return '"' + printable(shown) + (shown.size() < text.size() ? "…\"" : "\"");
}

} // namespace barograph::config

#include "config/problem.hpp"

#include <tuple>

namespace barograph::config {

namespace {

constexpr std::size_t longest_quote = 80;

bool is_utf8_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

void append_escaped(std::string& out, char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(byte);
    if (byte == '\n') {
        out += "\\n";
    } else if (byte == '\t') {
        out += "\\t";
    } else if (byte == '"' || byte == '\\') {
        out += '\\';
        out += byte;
    } else if (value < 0x20 || value == 0x7f) {
        out += "\\x";
        out += digits[value >> 4U];
        out += digits[value & 0xfU];
    } else {
        out += byte;
    }
}

} // namespace

std::string to_string(const problem& what) {
    std::string text = what.file + ':';
    if (what.line != 0) {
        text += std::to_string(what.line) + ':' + std::to_string(what.column) + ':';
    }
    text += what.level == severity::warning ? " warning: " : " ";
    return text + what.message;
}

bool comes_before(const problem& left, const problem& right) {
    return std::tie(left.file, left.line, left.column, left.level, left.message) <
           std::tie(right.file, right.line, right.column, right.level, right.message);
}

std::string in_quotes(std::string_view text) {
    auto length = text.size();
    if (length > longest_quote) {
        length = longest_quote;
        while (length > 0 && is_utf8_continuation(text[length])) {
            --length;
        }
    }
    std::string out = "\"";
    for (const char byte : text.substr(0, length)) {
        append_escaped(out, byte);
    }
    return out + (length < text.size() ? "…\"" : "\"");
}

} // namespace barograph::config

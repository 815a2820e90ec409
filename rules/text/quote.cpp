#include "rules/text/quote.hpp"

#include "rules/text/ascii.hpp"
#include "rules/text/utf8.hpp"

namespace barograph::rules::text {

namespace {

constexpr std::string_view escape_letters = "abfnrtv";
constexpr std::string_view escape_values = "\a\b\f\n\r\t\v";

void append_hex(std::string& out, char32_t number, unsigned digits) {
    constexpr std::string_view hex = "0123456789abcdef";
    while (digits-- > 0)
        out += hex[(number >> (4 * digits)) & 0xFU];
}

void append_escaped(std::string& out, char32_t rune, char quote, keep_runes keep) {
    if (rune == static_cast<char32_t>(quote) || rune == '\\') {
        out += '\\';
        out += static_cast<char>(rune);
        return;
    }
    if (rune < 0x80 || keep == keep_runes::printable) {
        if (is_printable(rune)) {
            append_rune(out, rune);
            return;
        }
    }
    if (rune < 0x80) {
        if (const auto known = escape_values.find(static_cast<char>(rune)); known != escape_values.npos) {
            out += '\\';
            out += escape_letters[known];
            return;
        }
        out += "\\x";
        append_hex(out, rune, 2);
    } else if (rune < 0x10000) {
        out += "\\u";
        append_hex(out, rune, 4);
    } else {
        out += "\\U";
        append_hex(out, rune, 8);
    }
}

/// Reads exactly `count` digits of `base` and removes them from `text`.
std::optional<char32_t> take_number(std::string_view& text, std::size_t count, unsigned base) {
    if (text.size() < count)
        return std::nullopt;
    char32_t number = 0;
    for (const auto digit : text.substr(0, count)) {
        const auto value = hex_value(digit);
        if (!value || *value >= base)
            return std::nullopt;
        number = number * base + *value;
    }
    text.remove_prefix(count);
    return number;
}

/// Reads what stands after a backslash and removes it from `text`.
bool take_escape(std::string_view& text, char quote, std::string& out) {
    if (text.empty())
        return false;
    const auto letter = text.front();
    if (letter >= '0' && letter <= '7') {
        const auto byte = take_number(text, 3, 8);
        if (!byte || *byte > 0xFF)
            return false;
        out += static_cast<char>(*byte);
        return true;
    }
    text.remove_prefix(1);
    if (letter == quote || letter == '\\') {
        out += letter;
        return true;
    }
    if (const auto known = escape_letters.find(letter); known != escape_letters.npos) {
        out += escape_values[known];
        return true;
    }
    if (letter == 'x') {
        const auto byte = take_number(text, 2, 16);
        if (byte)
            out += static_cast<char>(*byte);
        return byte.has_value();
    }
    if (letter != 'u' && letter != 'U')
        return false;
    const auto rune = take_number(text, letter == 'u' ? 4 : 8, 16);
    if (!rune || *rune > 0x10FFFF || (*rune >= 0xD800 && *rune <= 0xDFFF))
        return false;
    append_rune(out, *rune);
    return true;
}

} // namespace

void append_quoted(std::string& out, std::string_view value, keep_runes keep) {
    out += '"';
    while (!value.empty()) {
        const auto next = decode_rune(value);
        if (next.valid) {
            append_escaped(out, next.rune, '"', keep);
        } else {
            out += "\\x";
            append_hex(out, static_cast<unsigned char>(value.front()), 2);
        }
        value.remove_prefix(next.size);
    }
    out += '"';
}

std::string quoted(std::string_view value, keep_runes keep) {
    std::string out;
    append_quoted(out, value, keep);
    return out;
}

void append_quoted_rune(std::string& out, char32_t rune, keep_runes keep) {
    out += '\'';
    const auto is_scalar = rune <= 0x10FFFF && (rune < 0xD800 || rune > 0xDFFF);
    append_escaped(out, is_scalar ? rune : replacement_rune, '\'', keep);
    out += '\'';
}

std::optional<std::string> unescape(std::string_view body, char quote) {
    std::string out;
    while (!body.empty()) {
        const auto next = body.front();
        body.remove_prefix(1);
        if (next == quote || next == '\n')
            return std::nullopt;
        if (next != '\\')
            out += next;
        else if (!take_escape(body, quote, out))
            return std::nullopt;
    }
    return out;
}

} // namespace barograph::rules::text

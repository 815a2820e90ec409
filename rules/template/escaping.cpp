#include "rules/template/escaping.hpp"

#include "rules/text/ascii.hpp"
#include "rules/text/utf8.hpp"

namespace barograph::rules::templates {

namespace {

std::string hex(char32_t number, unsigned digits) {
    std::string text;
    while (digits-- > 0)
        text += "0123456789ABCDEF"[(number >> (4 * digits)) & 0xFU];
    return text;
}

} // namespace

std::string escaped_for_html(std::string_view text) {
    std::string out;
    for (const auto c : text) {
        switch (c) {
        case '\0':
            text::append_rune(out, text::replacement_rune);
            break;
        case '"':
            out += "&#34;";
            break;
        case '\'':
            out += "&#39;";
            break;
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string escaped_for_javascript(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto [rune, size, valid] = text::decode_rune(text);
        if (rune == '\\' || rune == '\'' || rune == '"') {
            out += '\\';
            out += static_cast<char>(rune);
        } else if (rune < ' ' || rune == '<' || rune == '>' || rune == '&' || rune == '=') {
            out += "\\u" + hex(rune, 4);
        } else if (rune < 0x80 || text::is_printable(rune)) {
            out += text.substr(0, size);
        } else {
            out += "\\u" + hex(rune, rune < 0x10000 ? 4 : rune < 0x100000 ? 5 : 6);
        }
        text.remove_prefix(size);
    }
    return out;
}

std::string escaped_for_query(std::string_view text) {
    constexpr std::string_view unreserved = "-_.~";
    std::string out;
    for (const auto c : text) {
        if (text::is_alphanumeric(c) || unreserved.find(c) != unreserved.npos)
            out += c;
        else if (c == ' ')
            out += '+';
        else
            out += "%" + hex(static_cast<unsigned char>(c), 2);
    }
    return out;
}

} // namespace barograph::rules::templates

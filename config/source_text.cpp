#include "config/source_text.hpp"

#include <algorithm>

namespace barograph::config {

namespace {

std::string hex(std::uint32_t value) {
    std::string digits;
    for (int shift = 12; shift >= 0; shift -= 4) {
        digits += "0123456789ABCDEF"[value >> static_cast<unsigned>(shift) & 0xfU];
    }
    return digits;
}

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

} // namespace

character first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::uint32_t lead = byte(0);
    if (lead < 0x80) {
        return {lead, 1};
    }
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length) {
        return {0, 0};
    }
    std::uint32_t value = lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0U) != 0x80U) {
            return {0, 0};
        }
        value = value << 6U | (byte(i) & 0x3fU);
    }
    constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < smallest[length] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) {
        return {0, 0};
    }
    return {value, length};
}

bool is_allowed(std::uint32_t value) {
    if (value < 0x20) {
        return value == '\t' || value == '\n' || value == '\r';
    }
    return value < 0x7f || value == 0x85 || (value >= 0xa0 && value != 0xfffe && value != 0xffff);
}

std::optional<text_fault> find_text_fault(std::string_view text) {
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
        return text_fault{0, "the file is UTF-16; expected UTF-8"};
    }
    for (std::size_t offset = 0; offset < text.size();) {
        const auto [value, length] = first_character(text.substr(offset));
        if (length == 0) {
            return text_fault{offset, "a byte that is not UTF-8; expected UTF-8 text"};
        }
        if (!is_allowed(value)) {
            return text_fault{offset,
                              "control character U+" + hex(value) +
                                  "; expected text (in double quotes it can be written as an escape)"};
        }
        if (value == '\r' && text.substr(offset + 1, 1) != "\n") {
            return text_fault{
                offset, "a carriage return without a newline; expected lines that end in \\n or \\r\\n"};
        }
        offset += length;
    }
    return std::nullopt;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = first_character(text).length;
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

line_index::line_index(std::string_view text) : text_(text), line_starts_{0} {
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1)) {
        line_starts_.push_back(end + 1);
    }
}

std::size_t line_index::line_at(std::size_t offset) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(line_starts_, offset) - line_starts_.begin());
}

position line_index::at(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const auto line = line_at(offset);
    const auto start = line_starts_[line - 1];
    const auto before = text_.substr(start, offset - start);
    const auto characters =
        before.size() - static_cast<std::size_t>(std::ranges::count_if(before, is_continuation));
    return {line, characters + 1};
}

std::size_t line_index::offset_of(position where) const {
    if (where.line == 0 || where.line > line_starts_.size()) {
        return text_.size();
    }
    auto offset = line_starts_[where.line - 1];
    for (auto left = where.column; left > 1 && offset < text_.size() && text_[offset] != '\n'; --left) {
        ++offset;
        while (offset < text_.size() && is_continuation(text_[offset])) {
            ++offset;
        }
    }
    return offset;
}

} // namespace barograph::config

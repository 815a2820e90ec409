#include "rules/text/utf8.hpp"

#include <re2/re2.h>

#include <optional>

namespace barograph::rules::text {

namespace {

constexpr char32_t largest_rune = 0x10FFFF;

bool is_surrogate(char32_t rune) {
    return rune >= 0xD800 && rune <= 0xDFFF;
}

struct lead {
    std::size_t size;
    char32_t bits;
    char32_t smallest; // a smaller rune would be an overlong form
};

std::optional<lead> read_lead(unsigned char byte) {
    if (byte < 0x80)
        return lead{1, byte, 0};
    if (byte >= 0xC2 && byte <= 0xDF)
        return lead{2, byte & 0x1FU, 0x80};
    if ((byte & 0xF0U) == 0xE0)
        return lead{3, byte & 0x0FU, 0x800};
    if (byte >= 0xF0 && byte <= 0xF4)
        return lead{4, byte & 0x07U, 0x10000};
    return std::nullopt;
}

} // namespace

decoded_rune decode_rune(std::string_view bytes) {
    constexpr decoded_rune invalid{replacement_rune, 1, false};
    const auto first = read_lead(static_cast<unsigned char>(bytes.front()));
    if (!first || first->size > bytes.size())
        return invalid;
    auto rune = first->bits;
    for (std::size_t i = 1; i < first->size; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        if ((byte & 0xC0U) != 0x80)
            return invalid;
        rune = (rune << 6U) | (byte & 0x3FU);
    }
    if (rune < first->smallest || rune > largest_rune || is_surrogate(rune))
        return invalid;
    return {rune, first->size, true};
}

void append_rune(std::string& out, char32_t rune) {
    if (rune > largest_rune || is_surrogate(rune))
        rune = replacement_rune;
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((rune >> shift) & 0x3FU)); };
    if (rune < 0x80) {
        out += static_cast<char>(rune);
    } else if (rune < 0x800) {
        out += static_cast<char>(0xC0U | (rune >> 6U));
        tail(0);
    } else if (rune < 0x10000) {
        out += static_cast<char>(0xE0U | (rune >> 12U));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0U | (rune >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

bool is_valid_utf8(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto next = decode_rune(bytes);
        if (!next.valid)
            return false;
        bytes.remove_prefix(next.size);
    }
    return true;
}

std::size_t rune_count(std::string_view bytes) {
    std::size_t count = 0;
    for (; !bytes.empty(); ++count)
        bytes.remove_prefix(decode_rune(bytes).size);
    return count;
}

bool is_printable(char32_t rune) {
    if (rune < 0x80)
        return rune >= 0x20 && rune < 0x7F;
    static const RE2 printable("[\\pL\\pM\\pN\\pP\\pS]");
    std::string bytes;
    append_rune(bytes, rune);
    return RE2::FullMatch(bytes, printable);
}

} // namespace barograph::rules::text

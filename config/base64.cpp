#include "config/base64.hpp"

#include <cstddef>
#include <cstdint>

namespace barograph::config {

std::optional<std::string> decode_base64(std::string_view text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    std::size_t letters = 0;
    std::size_t padding = 0;
    for (const char letter : text) {
        if (letter == '\n' || letter == '\r') {
            continue;
        }
        if (letter == '=') {
            ++padding;
            continue;
        }
        const auto value = alphabet.find(letter);
        if (value == std::string_view::npos || padding > 0) {
            return std::nullopt;
        }
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        if (++letters % 4 != 1) {
            // Of each group's second to fourth letter 4, 2 and 0 bits are left over for the next byte.
            const auto left_over = static_cast<std::uint32_t>((4 - letters % 4) % 4 * 2);
            out += static_cast<char>(bits >> left_over & 0xffU);
        }
    }
    const auto last_group = letters % 4;
    if (last_group == 1 || padding != (4 - last_group) % 4) {
        return std::nullopt;
    }
    return out;
}

} // namespace barograph::config

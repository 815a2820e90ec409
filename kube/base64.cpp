#include "kube/base64.hpp"

#include <cstddef>
#include <cstdint>

namespace barograph::kube {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view white = " \t\r\n";
constexpr unsigned bits_per_digit = 6;
constexpr unsigned bits_per_byte = 8;
constexpr std::size_t digits_per_group = 4;

} // namespace

std::optional<std::string> decode_base64(std::string_view text) {
    std::string result;
    std::uint32_t bits = 0;
    unsigned pending = 0;
    std::size_t digits = 0;
    std::size_t padding = 0;
    for (const char c : text) {
        if (white.find(c) != std::string_view::npos) {
            continue;
        }
        if (c == '=') {
            ++padding;
            continue;
        }
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos || padding > 0) {
            return std::nullopt;
        }
        ++digits;
        bits = (bits << bits_per_digit) | static_cast<std::uint32_t>(value);
        pending += bits_per_digit;
        if (pending >= bits_per_byte) {
            pending -= bits_per_byte;
            result += static_cast<char>((bits >> pending) & 0xFFU);
        }
    }
    if ((digits + padding) % digits_per_group != 0 || padding > 2) {
        return std::nullopt;
    }
    return result;
}

} // namespace barograph::kube

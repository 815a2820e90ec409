#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

/// Characters of ASCII, whatever the locale; all others are no digits, no letters and stay as they are.
namespace barograph::rules::text {

[[nodiscard]] constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] constexpr char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

[[nodiscard]] constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

[[nodiscard]] constexpr bool is_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}

[[nodiscard]] constexpr bool is_alphanumeric(char c) {
    return is_letter(c) || is_digit(c);
}

/// None if it is no digit of a hexadecimal number.
[[nodiscard]] constexpr std::optional<unsigned> hex_value(char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto value = digits.find(lower(c));
    return value == digits.npos ? std::nullopt : std::optional(static_cast<unsigned>(value));
}

[[nodiscard]] inline std::string lower_case(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

} // namespace barograph::rules::text

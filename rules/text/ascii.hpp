#pragma once

/// Characters of ASCII, whatever the locale; all others are no digits and stay as they are.
namespace barograph::rules::text {

[[nodiscard]] constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

[[nodiscard]] constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace barograph::rules::text

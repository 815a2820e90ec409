#include "prometheus/sample_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace barograph::prometheus {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    return std::ranges::equal(text, lower, [](char given, char expected) {
        return given == expected || (given >= 'A' && given <= 'Z' && given - 'A' + 'a' == expected);
    });
}

// Takes the digits at the front away and tells how many there were.
std::size_t skip_digits(std::string_view& text) {
    const auto count = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
    text.remove_prefix(count);
    return count;
}

void skip_sign(std::string_view& text) {
    if (text.starts_with('+') || text.starts_with('-')) {
        text.remove_prefix(1);
    }
}

bool is_decimal(std::string_view text) {
    auto digits = skip_digits(text);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        digits += skip_digits(text);
    }
    if (digits == 0) {
        return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        skip_sign(text);
        return skip_digits(text) > 0 && text.empty();
    }
    return text.empty();
}

bool is_hex_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Takes a hexadecimal number's prefix away and tells whether there was one.
bool skip_hex_prefix(std::string_view& text) {
    const bool has_prefix = text.starts_with("0x") || text.starts_with("0X");
    text.remove_prefix(has_prefix ? 2 : 0);
    return has_prefix;
}

// Go lets an underscore stand between two digits, and between a prefix and a digit.
std::optional<std::string> without_underscores(std::string_view text) {
    auto number = text;
    skip_sign(number);
    const bool is_hex = skip_hex_prefix(number);
    const auto is_number_digit = is_hex ? is_hex_digit : is_digit;
    std::string plain(text.substr(0, text.size() - number.size()));
    bool after_digit = is_hex;
    for (std::size_t i = 0; i < number.size(); ++i) {
        if (number[i] != '_') {
            plain += number[i];
            after_digit = is_number_digit(number[i]);
        } else if (!std::exchange(after_digit, false) || i + 1 == number.size() ||
                   !is_number_digit(number[i + 1])) {
            return std::nullopt;
        }
    }
    return plain;
}

// Mantissa and exponent after the prefix; Go demands the exponent, and C++ would do without.
std::optional<std::string> decimal_of_hex(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    skip_sign(text);
    if (!skip_hex_prefix(text) || text.find_first_of("pP") == std::string_view::npos ||
        text.starts_with('-')) {
        return std::nullopt;
    }
    double number = 0;
    const auto [stop, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::hex);
    if (error != std::errc{} || stop != text.data() + text.size() || !std::isfinite(number)) {
        return std::nullopt;
    }
    constexpr std::size_t longest = 32;
    std::array<char, longest> shortest{};
    const auto written = std::to_chars(shortest.data(), shortest.data() + shortest.size(), number);
    return (is_negative ? "-" : "") + std::string(shortest.data(), written.ptr);
}

} // namespace

std::optional<std::string> sample_value(std::string_view text) {
    auto plain = without_underscores(text);
    if (!plain) {
        return std::nullopt;
    }
    std::string_view number = *plain;
    if (equals_ignoring_case(number, "nan")) {
        return plain;
    }
    skip_sign(number);
    if (equals_ignoring_case(number, "inf") || equals_ignoring_case(number, "infinity")) {
        return plain;
    }
    if (!is_decimal(number)) {
        return decimal_of_hex(*plain);
    }
    double value = 0;
    const auto [stop, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    // Out of range is too large or too small, and only too large is no float64; from_chars does not tell
    // which.
    if (error != std::errc{} && !std::isfinite(std::strtod(std::string(number).c_str(), nullptr))) {
        return std::nullopt;
    }
    return plain;
}

} // namespace barograph::prometheus

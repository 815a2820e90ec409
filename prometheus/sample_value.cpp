#include "prometheus/sample_value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

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

} // namespace

bool is_sample_value(std::string_view text) {
    if (equals_ignoring_case(text, "nan")) {
        return true;
    }
    skip_sign(text);
    if (equals_ignoring_case(text, "inf") || equals_ignoring_case(text, "infinity")) {
        return true;
    }
    if (!is_decimal(text)) {
        return false;
    }
    double number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    // Out of range is too large or too small, and only too large is no float64; from_chars does not tell
    // which.
    return error == std::errc{} || std::isfinite(std::strtod(std::string(text).c_str(), nullptr));
}

} // namespace barograph::prometheus

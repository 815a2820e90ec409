#include "rules/template/number_text.hpp"

#include "rules/text/ascii.hpp"
#include "rules/text/quote.hpp"
#include "rules/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>

namespace barograph::rules::templates {

namespace {

void to_upper(std::string& text) {
    std::ranges::transform(text, text.begin(), text::upper);
}

/// std::to_chars into a string; without a precision, the shortest text that reads back to `number`.
std::string to_text(double number, std::chars_format format, std::optional<int> precision) {
    // The longest: 309 digits before the point and as many decimals as the precision asks for.
    std::string text(400 + static_cast<std::size_t>(precision.value_or(800)), '\0');
    auto* const last = text.data() + text.size();
    const auto end = precision ? std::to_chars(text.data(), last, number, format, *precision)
                               : std::to_chars(text.data(), last, number, format);
    text.resize(static_cast<std::size_t>(end.ptr - text.data()));
    return text;
}

/// %g: whichever of %e and %f suits the exponent.
std::string general_text(double magnitude, char verb, std::optional<int> precision) {
    const auto digits = std::max(precision.value_or(6), 1);
    auto scientific = to_text(magnitude, std::chars_format::scientific,
                              precision ? std::optional(digits - 1) : std::nullopt);
    const auto mark = scientific.find('e');
    const auto exponent = std::stoi(scientific.substr(mark + 1));
    auto mantissa = scientific.substr(0, mark);
    if (mantissa.find('.') != mantissa.npos) {
        mantissa.erase(mantissa.find_last_not_of('0') + 1);
        if (mantissa.ends_with('.'))
            mantissa.pop_back();
    }
    const auto significant = static_cast<int>(mantissa.size()) - (mantissa.size() > 1 ? 1 : 0);
    if (exponent < -4 || exponent >= digits) {
        auto text = mantissa + scientific.substr(mark);
        if (verb == 'G')
            to_upper(text);
        return text;
    }
    return to_text(magnitude, std::chars_format::fixed, std::max(significant - 1 - exponent, 0));
}

/// %b: mantissa and binary exponent as integers.
std::string binary_text(double magnitude) {
    constexpr std::uint64_t mantissa_mask = (std::uint64_t{1} << 52U) - 1;
    const auto bits = std::bit_cast<std::uint64_t>(magnitude);
    auto mantissa = bits & mantissa_mask;
    auto exponent = static_cast<int>(bits >> 52U);
    if (exponent == 0)
        exponent = 1;
    else
        mantissa |= mantissa_mask + 1;
    exponent -= 1075;
    return std::to_string(mantissa) + "p" + (exponent < 0 ? "" : "+") + std::to_string(exponent);
}

std::string hex_text(double magnitude, char verb, std::optional<int> precision) {
    auto digits = to_text(magnitude, std::chars_format::hex, precision);
    if (digits.front() == '2') { // rounded up; Go then shifts the digit
        const auto mark = digits.find('p') + 1;
        const auto exponent = std::stoi(digits.substr(mark)) + 1;
        digits.resize(mark);
        digits.front() = '1';
        digits += (exponent < 0 ? "" : "+") + std::to_string(exponent);
    }
    auto text = "0x" + digits;
    if (const auto mark = text.find('p'); text.size() - mark == 3) // Go writes two digits at least
        text.insert(mark + 2, "0");
    if (verb == 'X')
        to_upper(text);
    return text;
}

/// For #: a decimal point always, and trailing zeros up to the precision.
void restore_zeros(std::string& number, char verb, std::optional<int> precision) {
    auto missing = 0;
    if (verb == 'g' || verb == 'G' || verb == 'x')
        missing = precision.value_or(6);
    const auto is_hex = text::lower(verb) == 'x';
    const auto tail_at = std::min(number.find_first_of(is_hex ? "pP" : "eE"), number.size());
    const auto tail = number.substr(tail_at);
    number.resize(tail_at);
    auto has_point = false;
    auto seen_nonzero = false;
    for (const auto c : number.substr(1)) {
        if (c == '.') {
            has_point = true;
            continue;
        }
        seen_nonzero = seen_nonzero || c != '0';
        if (seen_nonzero)
            --missing;
    }
    if (!has_point) {
        if (number.size() == 2 && number[1] == '0')
            --missing;
        number += '.';
    }
    number.append(static_cast<std::size_t>(std::max(missing, 0)), '0');
    number += tail;
}

} // namespace

std::string float_text(double number, char verb, std::optional<int> precision) {
    const auto magnitude = std::abs(number);
    const std::string sign = std::signbit(number) ? "-" : "+";
    if (std::isnan(number))
        return "+NaN";
    if (std::isinf(number))
        return sign + "Inf";
    switch (verb) {
    case 'b':
        return sign + binary_text(magnitude);
    case 'x':
    case 'X':
        return sign + hex_text(magnitude, verb, precision);
    case 'f':
        return sign + to_text(magnitude, std::chars_format::fixed, precision);
    case 'e':
    case 'E': {
        auto text = to_text(magnitude, std::chars_format::scientific, precision);
        if (verb == 'E')
            to_upper(text);
        return sign + text;
    }
    default:
        return sign + general_text(magnitude, verb, precision);
    }
}

void append_float(std::string& out, const directive& how, double number, char verb,
                  std::optional<int> default_precision) {
    const auto precision = how.precision ? how.precision : default_precision;
    auto text = float_text(number, verb, precision);
    if (how.space && text.front() == '+' && !how.plus)
        text.front() = ' ';
    if (!std::isfinite(number)) {
        if (std::isnan(number) && !how.space && !how.plus)
            text.erase(0, 1);
        how.append_padded_with_spaces(out, text);
        return;
    }
    if (how.sharp && verb != 'b')
        restore_zeros(text, verb, precision);
    if (!how.plus && text.front() == '+') {
        how.append_padded(out, std::string_view(text).substr(1));
    } else if (how.zero && !how.minus && static_cast<std::size_t>(how.width.value_or(0)) > text.size()) {
        out += text.front(); // the sign stands before the zeros
        out.append(static_cast<std::size_t>(how.width.value_or(0)) - text.size(), '0');
        out.append(text, 1);
    } else {
        how.append_padded(out, text);
    }
}

void append_integer(std::string& out, const directive& how, bool negative, std::uint64_t magnitude,
                    char verb) {
    if (how.precision == 0 && magnitude == 0) {
        how.append_padded_with_spaces(out, "");
        return;
    }
    const auto kind = text::lower(verb);
    const auto base = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 10;
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude, base);
    std::string digits(buffer.data(), end.ptr);
    const auto has_sign = negative || how.plus || how.space;
    auto least = how.precision.value_or(0);
    if (!how.precision && how.zero && !how.minus)
        least = how.width.value_or(0) - (has_sign ? 1 : 0);
    const auto missing = least - static_cast<int>(digits.size());
    digits.insert(0, static_cast<std::size_t>(std::max(missing, 0)), '0');
    if (how.sharp && base == 2)
        digits.insert(0, "0b");
    if (how.sharp && base == 8 && digits.front() != '0')
        digits.insert(0, "0");
    if (how.sharp && base == 16)
        digits.insert(0, "0x");
    if (verb == 'X')
        to_upper(digits);
    if (verb == 'O')
        digits.insert(0, "0o");
    if (has_sign)
        digits.insert(0, 1, negative ? '-' : how.plus ? '+' : ' ');
    how.append_padded_with_spaces(out, digits);
}

void append_code_point(std::string& out, const directive& how, std::uint64_t number) {
    std::array<char, 16> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, 16);
    std::string digits(buffer.data(), end.ptr);
    to_upper(digits);
    const auto missing = std::max(how.precision.value_or(4), 4) - static_cast<int>(digits.size());
    digits.insert(0, static_cast<std::size_t>(std::max(missing, 0)), '0');
    auto text = "U+" + digits;
    if (how.sharp && number <= 0x10FFFF && text::is_printable(static_cast<char32_t>(number))) {
        text += " '";
        text::append_rune(text, static_cast<char32_t>(number));
        text += '\'';
    }
    how.append_padded_with_spaces(out, text);
}

} // namespace barograph::rules::templates

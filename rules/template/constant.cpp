#include "rules/template/constant.hpp"

#include "rules/text/ascii.hpp"
#include "rules/text/quote.hpp"
#include "rules/text/utf8.hpp"

#include <charconv>
#include <limits>

namespace barograph::rules::templates {

namespace {

using std::unexpected;

bool has_sign(std::string_view text) {
    return text.starts_with('+') || text.starts_with('-');
}

std::string_view without_sign(std::string_view text) {
    if (has_sign(text))
        text.remove_prefix(1);
    return text;
}

bool has_hex_prefix(std::string_view text) {
    return text.size() > 2 && text[0] == '0' && text::lower(text[1]) == 'x';
}

/// An underscore has to stand between digits, or between a base prefix and a digit.
bool underscores_separate_digits(std::string_view text) {
    text = without_sign(text);
    const auto has_prefix =
        text.size() >= 2 && text[0] == '0' && std::string_view("box").find(text::lower(text[1])) != text.npos;
    const auto is_hex = has_prefix && text::lower(text[1]) == 'x';
    auto after_digit = has_prefix;
    auto after_underscore = false;
    for (const auto c : text.substr(has_prefix ? 2 : 0)) {
        const auto digit = text::is_digit(c) || (is_hex && text::lower(c) >= 'a' && text::lower(c) <= 'f');
        if ((c == '_' && !after_digit) || (after_underscore && !digit))
            return false;
        after_digit = digit;
        after_underscore = c == '_';
    }
    return !after_underscore;
}

std::string without(std::string_view text, char removed) {
    std::string out(text);
    std::erase(out, removed);
    return out;
}

struct written_integer {
    std::optional<std::int64_t> number; ///< none: it fits only an unsigned one
};

/// None if `text` is not written as an integer, or is too large for any 64-bit integer.
std::optional<written_integer> parse_integer(std::string_view text) {
    if (!underscores_separate_digits(text))
        return std::nullopt;
    auto digits = without(without_sign(text), '_');
    int base = 10;
    if (digits.size() >= 2 && digits[0] == '0') {
        const auto prefix = text::lower(digits[1]);
        base = prefix == 'x' ? 16 : prefix == 'b' ? 2 : 8;
        digits.erase(0, prefix == 'x' || prefix == 'b' || prefix == 'o' ? 2 : 1);
    }
    std::uint64_t magnitude = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
    if (error != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (text.starts_with('-')) {
        if (magnitude > limit + 1)
            return std::nullopt;
        return written_integer{static_cast<std::int64_t>(0 - magnitude)};
    }
    if (magnitude <= limit)
        return written_integer{static_cast<std::int64_t>(magnitude)};
    if (has_sign(text))
        return std::nullopt;
    return written_integer{std::nullopt};
}

std::optional<double> parse_float(std::string_view text) {
    if (!underscores_separate_digits(text))
        return std::nullopt;
    auto digits = without(without_sign(text), '_');
    auto format = std::chars_format::general;
    if (has_hex_prefix(digits)) {
        if (digits.find_first_of("pP") == digits.npos)
            return std::nullopt;
        digits.erase(0, 2);
        format = std::chars_format::hex;
    }
    if (digits.empty() || has_sign(digits))
        return std::nullopt;
    double number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, format);
    if (end != digits.data() + digits.size())
        return std::nullopt;
    if (error == std::errc::result_out_of_range) {
        const auto is_tiny = digits.find("e-") != digits.npos || digits.find("E-") != digits.npos ||
                             digits.find("p-") != digits.npos || digits.find("P-") != digits.npos;
        if (!is_tiny)
            return std::nullopt;
    }
    return text.starts_with('-') ? -number : number;
}

/// Where the imaginary part of a number such as 1+2i begins: at a sign that is not the first character and
/// does not belong to an exponent.
std::size_t imaginary_start(std::string_view text) {
    const auto is_hex = has_hex_prefix(without_sign(text));
    for (auto i = text.size(); i-- > 1;) {
        if (!has_sign(text.substr(i)))
            continue;
        const auto before = text::lower(text[i - 1]);
        const auto in_exponent = before == 'p' || (before == 'e' && !is_hex);
        if (!in_exponent)
            return i;
    }
    return text.npos;
}

std::optional<std::complex<double>> parse_complex(std::string_view text) {
    text.remove_suffix(1); // the i
    const auto split = imaginary_start(text);
    const auto imaginary = parse_float(split == text.npos ? text : text.substr(split));
    const auto real = split == text.npos ? std::optional(0.0) : parse_float(text.substr(0, split));
    if (!imaginary || !real)
        return std::nullopt;
    return std::complex<double>(*real, *imaginary);
}

} // namespace

std::expected<value, std::string> parse_number(std::string_view text) {
    const auto quoted = [&] { return text::quoted(text); };
    if (text.ends_with('i')) {
        if (const auto number = parse_complex(text))
            return value(*number);
        return unexpected("illegal number " + quoted());
    }
    const auto looks_like_float = text.find_first_of(".eEpP") != text.npos;
    if (const auto whole = parse_integer(text)) {
        if (!whole->number)
            return unexpected("integer " + quoted() + " overflows int");
        if (looks_like_float && !has_hex_prefix(text))
            return value(static_cast<double>(*whole->number));
        return value(*whole->number);
    }
    const auto number = parse_float(text);
    if (!number)
        return unexpected("illegal number " + quoted());
    if (!looks_like_float)
        return unexpected("integer overflow: " + quoted());
    return value(*number);
}

std::expected<value, std::string> parse_rune_constant(std::string_view literal) {
    const auto content = text::unescape(literal.substr(1, literal.size() - 2), '\'');
    if (content && !content->empty()) {
        // An escape of one byte, as in '\xff', stands for the rune of that number.
        const auto rune = text::decode_rune(*content);
        const auto is_byte = !rune.valid && content->size() == 1 && literal[1] == '\\';
        const auto number = is_byte ? static_cast<unsigned char>(content->front()) : rune.rune;
        if (is_byte || rune.size == content->size())
            return value(static_cast<std::int64_t>(number));
    }
    return unexpected("malformed character constant " + std::string(literal));
}

std::expected<std::string, std::string> parse_string_constant(std::string_view literal) {
    const auto body = literal.substr(1, literal.size() - 2);
    if (literal.front() == '`')
        return without(body, '\r');
    if (auto content = text::unescape(body, '"'))
        return *std::move(content);
    return unexpected("string " + std::string(literal) +
                      " holds an escape that Go does not know; expected \\\\ for a "
                      "backslash");
}

} // namespace barograph::rules::templates

#include "rules/quantity.hpp"

#include "rules/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace barograph::rules {

namespace {

constexpr std::int64_t largest_exact = std::int64_t{1} << 53;
constexpr int decimals_kept = 3;

struct decimal {
    bool negative;
    std::string digits; ///< without the point, no leading zeros
    long exponent;      ///< the value is `digits` times ten to this
};

bool names_non_finite(std::string_view text) {
    const auto word = text::lower_case(text);
    if (word == "nan")
        return true;
    const auto magnitude =
        std::string_view(word).substr(word.starts_with('+') || word.starts_with('-') ? 1 : 0);
    return magnitude == "inf" || magnitude == "infinity";
}

/// Removes `[+-]digits` from `text`. An exponent of more digits than any number here needs is cut to a huge
/// one.
std::optional<long> take_exponent(std::string_view& text) {
    const auto negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    if (text.empty())
        return std::nullopt;
    constexpr long huge = 1'000'000;
    long exponent = 0;
    for (; !text.empty() && text::is_digit(text.front()); text.remove_prefix(1))
        exponent = std::min(huge, exponent * 10 + (text.front() - '0'));
    return negative ? -exponent : exponent;
}

std::optional<decimal> parse_decimal(std::string_view text) {
    decimal parsed{.negative = text.starts_with('-'), .digits = {}, .exponent = 0};
    if (parsed.negative || text.starts_with('+'))
        text.remove_prefix(1);
    auto seen_digit = false;
    auto seen_point = false;
    for (; !text.empty(); text.remove_prefix(1)) {
        const auto c = text.front();
        if (c == '.' && !seen_point) {
            seen_point = true;
            continue;
        }
        if (!text::is_digit(c))
            break;
        seen_digit = true;
        if (seen_point)
            --parsed.exponent;
        if (c != '0' || !parsed.digits.empty())
            parsed.digits += c;
    }
    if (!seen_digit)
        return std::nullopt;
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        const auto exponent = take_exponent(text);
        if (!exponent)
            return std::nullopt;
        parsed.exponent += *exponent;
    }
    if (!text.empty())
        return std::nullopt;
    return parsed;
}

/// `number` in thousandths, cut toward zero; none beyond `largest_exact`.
std::optional<std::int64_t> exact_milli(const decimal& number) {
    const auto shift = number.exponent + decimals_kept;
    const auto whole = static_cast<long>(number.digits.size()) + shift; // digits that stay
    if (number.digits.empty())
        return 0;
    std::int64_t milli = 0;
    for (long i = 0; i < whole; ++i) {
        const auto at = static_cast<std::size_t>(i);
        milli = milli * 10 + (at < number.digits.size() ? number.digits[at] - '0' : 0);
        if (milli > largest_exact)
            return std::nullopt;
    }
    return number.negative ? -milli : milli;
}

std::expected<std::int64_t, quantity_error> rounded_milli(std::string_view text) {
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{})
        return std::unexpected(quantity_error::too_large);
    const auto product = value * 1000;
    if (!(std::abs(product) < std::ldexp(1.0, 63)))
        return std::unexpected(quantity_error::too_large);
    return static_cast<std::int64_t>(product);
}

} // namespace

std::expected<std::int64_t, quantity_error> parse_milli(std::string_view text) {
    if (names_non_finite(text))
        return std::unexpected(quantity_error::not_finite);
    const auto number = parse_decimal(text);
    if (!number)
        return std::unexpected(quantity_error::not_a_number);
    if (const auto milli = exact_milli(*number))
        return *milli;
    return rounded_milli(text);
}

std::expected<std::int64_t, quantity_error> parse_quantity(std::string_view text) {
    struct suffix {
        std::string_view text;
        std::string_view exponent; ///< of ten
        std::int64_t factor = 1;
    };

    constexpr std::int64_t kibi = 1024;
    // Those of two letters first, so that `Mi` is not read as an unknown one.
    constexpr std::array suffixes{suffix{"Ki", "", kibi},
                                  suffix{"Mi", "", kibi * kibi},
                                  suffix{"Gi", "", kibi * kibi * kibi},
                                  suffix{"Ti", "", kibi * kibi * kibi * kibi},
                                  suffix{"Pi", "", kibi * kibi * kibi * kibi * kibi},
                                  suffix{"n", "e-9"},
                                  suffix{"u", "e-6"},
                                  suffix{"m", "e-3"},
                                  suffix{"k", "e3"},
                                  suffix{"M", "e6"},
                                  suffix{"G", "e9"},
                                  suffix{"T", "e12"},
                                  suffix{"P", "e15"},
                                  suffix{"E", "e18"}};
    if (names_non_finite(text))
        return std::unexpected(quantity_error::not_a_number);
    const auto* const found =
        std::ranges::find_if(suffixes, [&](const suffix& known) { return text.ends_with(known.text); });
    if (found == suffixes.end())
        return parse_milli(text);
    text.remove_suffix(found->text.size());
    if (text.find_first_of("eE") != text.npos)
        return std::unexpected(quantity_error::not_a_number);
    const auto milli = parse_milli(std::string(text) + std::string(found->exponent));
    if (!milli)
        return milli;
    std::int64_t product{};
    if (__builtin_mul_overflow(*milli, found->factor, &product))
        return std::unexpected(quantity_error::too_large);
    return product;
}

std::string format_quantity(std::int64_t milli) {
    if (milli == 0)
        return "0";
    // 64 bits hold no number that three more zeros would fit behind.
    constexpr std::array<std::string_view, 7> suffixes{"m", "", "k", "M", "G", "T", "P"};
    std::size_t power = 0;
    for (; milli % 1000 == 0; ++power)
        milli /= 1000;
    auto text = std::to_string(milli);
    text += suffixes[power];
    return text;
}

} // namespace barograph::rules

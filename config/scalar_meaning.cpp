#include "config/scalar_meaning.hpp"

#include "config/base64.hpp"
#include "config/printable.hpp"
#include "rules/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace barograph::config {

namespace {

constexpr std::string_view tag_prefix = "tag:yaml.org,2002:";

constexpr std::array true_words = {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
constexpr std::array false_words = {"n",     "N",     "no",  "No",  "NO", "false",
                                    "False", "FALSE", "off", "Off", "OFF"};
constexpr std::array null_words = {"", "~", "null", "Null", "NULL"};
constexpr std::array float_words = {".nan",  ".NaN",  ".NAN",  ".inf",  ".Inf",  ".INF",
                                    "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"};

bool is_one_of(std::string_view text, const auto& words) {
    return std::ranges::find(words, text) != words.end();
}

std::size_t count_digits(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::find_if_not(text, rules::text::is_digit) - text.begin());
}

/// Go's integer literals: a sign, then decimal, 0x, 0o, 0b or a leading zero for octal; up to 64 bits.
bool is_integer(std::string_view text) {
    if (text.starts_with('+') || text.starts_with('-')) {
        text.remove_prefix(1);
    }
    int base = 10;
    if (text.size() > 1 && text[0] == '0') {
        const char mark = text[1];
        base = mark == 'x' || mark == 'X' ? 16 : mark == 'b' || mark == 'B' ? 2 : 8;
        text.remove_prefix(base != 8 || mark == 'o' || mark == 'O' ? 2 : 1);
    }
    std::uint64_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return !text.empty() && result.ec == std::errc() && result.ptr == text.data() + text.size();
}

bool is_float(std::string_view text) {
    if (text.starts_with('+') || text.starts_with('-')) {
        text.remove_prefix(1);
    }
    const auto whole = count_digits(text);
    text.remove_prefix(whole);
    std::size_t fraction = 0;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction = count_digits(text);
        text.remove_prefix(fraction);
    }
    if (whole + fraction == 0) {
        return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) {
            text.remove_prefix(1);
        }
        const auto exponent = count_digits(text);
        return exponent > 0 && exponent == text.size();
    }
    return text.empty();
}

/// A date, with or without a time; the calendar is not checked, as nothing here takes a timestamp.
bool is_timestamp(std::string_view text) {
    if (text.size() < 8 || count_digits(text) != 4 || text[4] != '-') {
        return false;
    }
    text.remove_prefix(5);
    const auto month = count_digits(text);
    if (month < 1 || month > 2 || text.substr(month, 1) != "-") {
        return false;
    }
    text.remove_prefix(month + 1);
    const auto day = count_digits(text);
    if (day < 1 || day > 2) {
        return false;
    }
    text.remove_prefix(day);
    return text.empty() ||
           ((text[0] == 'T' || text[0] == 't' || text[0] == ' ') && text.find(':') != std::string_view::npos);
}

scalar_meaning meaning_of_plain(const std::string& text) {
    if (is_one_of(text, null_words)) {
        return {scalar_kind::null, false, text};
    }
    if (is_one_of(text, true_words) || is_one_of(text, false_words)) {
        return {scalar_kind::boolean, is_one_of(text, true_words), text};
    }
    if (text == "<<") {
        return {scalar_kind::merge, false, text};
    }
    if (is_timestamp(text)) {
        return {scalar_kind::timestamp, false, text};
    }
    auto number = text;
    std::erase(number, '_');
    if (is_integer(number)) {
        return {scalar_kind::integer, false, text};
    }
    if (is_float(number) || is_one_of(text, float_words)) {
        return {scalar_kind::floating, false, text};
    }
    return {scalar_kind::text, false, text};
}

scalar_kind kind_of_tag(std::string_view name) {
    constexpr std::array known = {std::pair{std::string_view("null"), scalar_kind::null},
                                  std::pair{std::string_view("bool"), scalar_kind::boolean},
                                  std::pair{std::string_view("int"), scalar_kind::integer},
                                  std::pair{std::string_view("float"), scalar_kind::floating},
                                  std::pair{std::string_view("timestamp"), scalar_kind::timestamp},
                                  std::pair{std::string_view("merge"), scalar_kind::merge}};
    const auto* const found = std::ranges::find(known, name, [](const auto& entry) { return entry.first; });
    return found == known.end() ? scalar_kind::text : found->second;
}

} // namespace

std::expected<scalar_meaning, std::string> meaning_of(const yaml_node& scalar) {
    if (scalar.tag.empty()) {
        return scalar.plain ? meaning_of_plain(scalar.text)
                            : scalar_meaning{scalar_kind::text, false, scalar.text};
    }
    const auto name = scalar.tag.starts_with(tag_prefix)
                          ? std::string_view(scalar.tag).substr(tag_prefix.size())
                          : std::string_view();
    if (name == "binary") {
        auto decoded = decode_base64(scalar.text);
        if (!decoded) {
            return std::unexpected(
                "!!binary with a value that is not base64; expected base64, or text without a tag");
        }
        return scalar_meaning{scalar_kind::text, false, std::move(*decoded)};
    }
    const auto wanted = kind_of_tag(name);
    if (wanted == scalar_kind::text) {
        return scalar_meaning{scalar_kind::text, false, scalar.text};
    }
    auto meaning = meaning_of_plain(scalar.text);
    const bool widened = wanted == scalar_kind::floating && meaning.kind == scalar_kind::integer;
    if (meaning.kind != wanted && !widened) {
        return std::unexpected("!!" + std::string(name) + " before " + in_quotes(scalar.text) +
                               ", which is " + std::string(describe(meaning.kind)) +
                               "; expected a tag that fits, or none");
    }
    meaning.kind = wanted;
    return meaning;
}

std::string_view describe(scalar_kind kind) {
    switch (kind) {
    case scalar_kind::null:
        return "null";
    case scalar_kind::boolean:
        return "a truth value";
    case scalar_kind::integer:
    case scalar_kind::floating:
        return "a number";
    case scalar_kind::timestamp:
        return "a date";
    case scalar_kind::merge:
        return "a merge key";
    case scalar_kind::text:
        break;
    }
    return "text";
}

} // namespace barograph::config

#pragma once
#include <cstddef>
#include <string>
#include <string_view>

/// UTF-8 as Go reads it: any byte that begins no well-formed sequence is one invalid rune of width 1.
namespace barograph::rules::text {

inline constexpr char32_t replacement_rune = 0xFFFD;

struct decoded_rune {
    char32_t rune;    ///< `replacement_rune` when not valid
    std::size_t size; ///< bytes used, 1 when not valid
    bool valid;
};

/// The first rune of `bytes`, which must not be empty.
[[nodiscard]] decoded_rune decode_rune(std::string_view bytes);

/// Appends `rune`; a value that is no Unicode scalar is written as U+FFFD.
void append_rune(std::string& out, char32_t rune);

[[nodiscard]] bool is_valid_utf8(std::string_view bytes);

/// The number of runes, each invalid byte counted as one.
[[nodiscard]] std::size_t rune_count(std::string_view bytes);

/// What Go's `unicode.IsPrint` says: letters, marks, numbers, punctuation, symbols and the ASCII space.
[[nodiscard]] bool is_printable(char32_t rune);

} // namespace barograph::rules::text

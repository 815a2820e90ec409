#pragma once
#include <cstddef>
#include <string>
#include <string_view>

/// What a scalar's characters in the text of its file say that yaml-cpp does not, or says wrongly.
namespace barograph::config {

/// Behind the anchor and the tag that may stand before a value: at its quote, its block indicator or its
/// first character.
std::size_t content_start(std::string_view text, std::size_t offset);

/// True if the text that is quoted from `start` (at the quote) on has its closing quote.
bool is_closed_quote(std::string_view text, std::size_t start);

/// Where the first escape `\letter` stands in the text that is double-quoted from `start` (at the quote) on;
/// npos if there is none.
std::size_t find_escape(std::string_view text, std::size_t start, char letter);

/// A scalar's value in UTF-8 throughout: yaml-cpp writes the escapes `\_` and `\N` as single bytes, which
/// stand where in UTF-8 a character would begin.
std::string with_whole_characters(std::string_view value);

} // namespace barograph::config

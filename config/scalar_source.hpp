#pragma once
#include <cstddef>
#include <string_view>

/// Where a scalar's characters stand in the text of its file.
namespace barograph::config {

/// Behind the anchor and the tag that may stand before a value: at its quote, its block indicator or its
/// first character.
std::size_t content_start(std::string_view text, std::size_t offset);

/// True if the text that is quoted from `start` (at the quote) on has its closing quote.
bool is_closed_quote(std::string_view text, std::size_t start);

} // namespace barograph::config

#pragma once
#include <optional>
#include <string>
#include <string_view>

/// String literals as Go writes and reads them (`strconv.Quote`). PromQL took them over, so the same text is
/// a PromQL string literal, and no content can end it early.
namespace barograph::rules::text {

/// Which runes stay as they are inside the quotes; all others become escapes.
enum class keep_runes { printable, ascii };

/// Appends `value` in double quotes.
void append_quoted(std::string& out, std::string_view value, keep_runes keep = keep_runes::printable);

[[nodiscard]] std::string quoted(std::string_view value, keep_runes keep = keep_runes::printable);

/// Appends `rune` as a Go rune literal, `'x'`.
void append_quoted_rune(std::string& out, char32_t rune, keep_runes keep = keep_runes::printable);

/// The content of a literal whose text between the `quote` characters is `body`; none if an escape is not
/// Go's, a raw newline or the quote itself stands in it. Allowed escapes: \a \b \f \n \r \t \v \\, the quote
/// itself, \ooo, \xhh,
/// \uhhhh, \Uhhhhhhhh.
[[nodiscard]] std::optional<std::string> unescape(std::string_view body, char quote);

} // namespace barograph::rules::text

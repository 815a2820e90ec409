#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A file's text as its author sees it: lines and characters.
namespace barograph::config {

/// A place in a file: both from 1, columns in characters (code points), not bytes.
struct position {
    std::size_t line = 1;
    std::size_t column = 1;

    auto operator<=>(const position&) const = default;
};

/// A code point of a text in UTF-8.
struct character {
    std::uint32_t value = 0;
    std::size_t length = 0; ///< in bytes; 0: the text does not begin with UTF-8
};

/// Of a text that is not empty. Strict: no overlong forms, no surrogates, nothing beyond U+10FFFF.
character first_character(std::string_view text);

/// Whether YAML 1.1 (5.1) allows the code point in a file.
bool is_allowed(std::uint32_t code_point);

bool is_utf8(std::string_view text);

/// A place in a text that no YAML file may have.
struct text_fault {
    std::size_t offset; ///< in bytes
    std::string message;
};

/// The first byte that is not UTF-8, or the first character that is not allowed. UTF-16 is named as such, and
/// so is a carriage return that ends a line alone: Go's decoder breaks the line there, yaml-cpp does not.
std::optional<text_fault> find_text_fault(std::string_view text);

/// Turns byte offsets of a text into positions. Keeps a view: the text must outlive it. Shareable between
/// threads.
class line_index {
public:
    explicit line_index(std::string_view text);

    /// Offsets past the end give the end. Takes time with the length of the line; line_at does not.
    [[nodiscard]] position at(std::size_t offset) const;
    [[nodiscard]] std::size_t line_at(std::size_t offset) const;

    /// The offset of a 1-based line and character column; past a line's end: its end.
    [[nodiscard]] std::size_t offset_of(position where) const;

private:
    std::string_view text_;
    std::vector<std::size_t> line_starts_;
};

} // namespace barograph::config

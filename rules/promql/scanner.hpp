#pragma once
#include <cstddef>
#include <string_view>

/// Splits PromQL into words, as far as rules have to look into it: names, strings and the operators of
/// matchers.
namespace barograph::rules::promql {

enum class token_kind {
    end,
    identifier,      ///< letters, digits, `_` and `:`, not beginning with a digit
    string,          ///< with its quotes: "…", '…' or `…`
    unclosed_string, ///< the rest of the text, from its opening quote
    match_operator,  ///< = != =~ !~
    symbol,          ///< any other character, or a number with what clings to it
};

struct token {
    token_kind kind;
    std::string_view text; ///< a view into the scanned text
    std::size_t offset;    ///< its first byte in the scanned text
};

/// One pass over a text, which must outlive the scanner. White space and comments (`#` to the line's end,
/// which a carriage return is as well) are skipped.
class scanner {
public:
    explicit scanner(std::string_view text) : text_(text) {}

    /// The next token; `end` again and again once the text is used up.
    [[nodiscard]] token next();

private:
    void skip_blanks();
    [[nodiscard]] token take(token_kind kind, std::size_t length);
    [[nodiscard]] token take_string();

    std::string_view text_;
    std::size_t position_ = 0;
};

} // namespace barograph::rules::promql

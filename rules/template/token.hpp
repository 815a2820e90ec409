#pragma once
#include <cstddef>
#include <string_view>

namespace barograph::rules::templates {

enum class token_kind {
    end,
    error, ///< `text` is the message; always the last token
    text,  ///< outside of actions, trimmed as the actions beside it say
    left_delimiter,
    right_delimiter,
    space,
    pipe,
    open_paren,
    close_paren,
    assign,    ///< =
    declare,   ///< :=
    character, ///< any other printable ASCII
    number,
    rune_constant, ///< 'x', with its quotes
    string,        ///< "x", with its quotes
    raw_string,    ///< `x`, with its quotes
    boolean,
    dot,
    nil,
    field,    ///< .Name
    variable, ///< $ or $name
    identifier,
    keyword_block,
    keyword_break,
    keyword_continue,
    keyword_define,
    keyword_else,
    keyword_end,
    keyword_if,
    keyword_range,
    keyword_template,
    keyword_with,
};

struct token {
    token_kind kind;
    std::string_view text; ///< a view into the template's text; for `error`, a literal
    std::size_t offset;    ///< its first byte in the template's text
};

} // namespace barograph::rules::templates

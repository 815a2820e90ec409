#pragma once
#include <string>
#include <string_view>
#include <vector>

/// The words of a label selector's text; for `parse_selector` only.
namespace barograph::rules {

enum class token_kind {
    end,
    identifier,
    in,
    not_in,
    exclamation,
    equals,
    double_equals,
    not_equals,
    greater_than,
    less_than,
    comma,
    open_paren,
    close_paren,
};

struct selector_token {
    token_kind kind;
    std::string text; ///< as written; empty for `end`
};

/// Every text has tokens; the last one, and only that, is `end`.
[[nodiscard]] std::vector<selector_token> selector_tokens(std::string_view text);

} // namespace barograph::rules

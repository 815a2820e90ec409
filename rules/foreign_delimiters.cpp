#include "rules/foreign_delimiters.hpp"

#include "rules/promql/scanner.hpp"
#include "rules/template/function.hpp"
#include "rules/template/lexer.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace barograph::rules {

namespace {

/// The text with its actions blanked out, so that offsets stay.
std::string without_actions(std::string_view text) {
    std::string out(text.size(), ' ');
    for (const auto& token : templates::tokens_of(text))
        if (token.kind == templates::token_kind::text)
            out.replace(token.offset, token.text.size(), token.text);
    return out;
}

bool begins_action(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    if (text.starts_with("- "))
        text.remove_prefix(1);
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    if (text.starts_with('.') || text.starts_with('$') || text.starts_with('('))
        return true;
    constexpr std::array<std::string_view, 8> keywords{"if",  "with",     "range",  "else",
                                                       "end", "template", "define", "block"};
    const auto word = text.substr(0, text.find_first_not_of("abcdefghijklmnopqrstuvwxyz"));
    return std::ranges::find(keywords, word) != keywords.end() || templates::find_function(word) != nullptr;
}

} // namespace

std::optional<std::size_t> foreign_delimiter(std::string_view text) {
    const auto plain = without_actions(text);
    promql::scanner tokens(plain);
    for (auto next = tokens.next(); next.kind != promql::token_kind::end; next = tokens.next())
        if (std::string_view(plain).substr(next.offset).starts_with("{{") &&
            begins_action(std::string_view(plain).substr(next.offset + 2)))
            return next.offset;
    return std::nullopt;
}

} // namespace barograph::rules

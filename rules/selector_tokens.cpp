#include "rules/selector_tokens.hpp"

namespace barograph::rules {

namespace {

constexpr std::string_view white_space = " \t\r\n";
constexpr std::string_view symbols = "=!(),><";

token_kind symbol_kind(char symbol) {
    switch (symbol) {
    case '=':
        return token_kind::equals;
    case '!':
        return token_kind::exclamation;
    case '(':
        return token_kind::open_paren;
    case ')':
        return token_kind::close_paren;
    case ',':
        return token_kind::comma;
    case '>':
        return token_kind::greater_than;
    default:
        return token_kind::less_than;
    }
}

token_kind word_kind(std::string_view word) {
    if (word == "in")
        return token_kind::in;
    if (word == "notin")
        return token_kind::not_in;
    return token_kind::identifier;
}

selector_token next_token(std::string_view text) {
    if (text.starts_with("=="))
        return {token_kind::double_equals, "=="};
    if (text.starts_with("!="))
        return {token_kind::not_equals, "!="};
    if (symbols.find(text.front()) != symbols.npos)
        return {symbol_kind(text.front()), std::string(1, text.front())};
    const auto end = text.find_first_of("=!(),>< \t\r\n");
    const auto word = text.substr(0, end);
    return {word_kind(word), std::string(word)};
}

} // namespace

std::vector<selector_token> selector_tokens(std::string_view text) {
    std::vector<selector_token> tokens;
    for (;;) {
        const auto start = text.find_first_not_of(white_space);
        if (start == text.npos) {
            tokens.push_back({token_kind::end, ""});
            return tokens;
        }
        text.remove_prefix(start);
        tokens.push_back(next_token(text));
        text.remove_prefix(tokens.back().text.size());
    }
}

} // namespace barograph::rules

#include "rules/promql/scanner.hpp"

#include "rules/text/ascii.hpp"
#include "rules/text/utf8.hpp"

#include <algorithm>

namespace barograph::rules::promql {

namespace {

bool begins_word(char c) {
    return text::is_letter(c) || c == '_' || c == ':';
}

bool is_word(char c) {
    return begins_word(c) || text::is_digit(c);
}

std::size_t word_length(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::find_if_not(text, is_word) - text.begin());
}

} // namespace

void scanner::skip_blanks() {
    while (position_ < text_.size()) {
        const auto c = text_[position_];
        if (c == '#')
            position_ = std::min(text_.find_first_of("\n\r", position_), text_.size());
        else if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            ++position_;
        else
            return;
    }
}

token scanner::take(token_kind kind, std::size_t length) {
    const token taken{kind, text_.substr(position_, length), position_};
    position_ += taken.text.size();
    return taken;
}

token scanner::take_string() {
    const auto quote = text_[position_];
    for (auto i = position_ + 1; i < text_.size(); ++i) {
        if (text_[i] == quote)
            return take(token_kind::string, i + 1 - position_);
        if (quote == '`')
            continue;
        if (text_[i] == '\n')
            break;
        if (text_[i] == '\\')
            ++i;
    }
    return take(token_kind::unclosed_string, text_.npos);
}

token scanner::next() {
    skip_blanks();
    const auto rest = text_.substr(position_);
    if (rest.empty())
        return {token_kind::end, {}, position_};
    const auto c = rest.front();
    if (begins_word(c))
        return take(token_kind::identifier, word_length(rest));
    if (c == '"' || c == '\'' || c == '`')
        return take_string();
    if (rest.starts_with("=~") || rest.starts_with("!=") || rest.starts_with("!~"))
        return take(token_kind::match_operator, 2);
    if (c == '=')
        return take(token_kind::match_operator, 1);
    return take(token_kind::symbol, text::is_digit(c) ? word_length(rest) : text::decode_rune(rest).size);
}

} // namespace barograph::rules::promql

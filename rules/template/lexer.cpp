#include "rules/template/lexer.hpp"

#include "rules/text/ascii.hpp"
#include "rules/text/utf8.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <utility>

namespace barograph::rules::templates {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view decimal_digits = "0123456789_";
constexpr std::string_view hex_digits = "0123456789abcdefABCDEF_";

bool is_blank(char c) {
    return blanks.find(c) != blanks.npos;
}

/// Length of the letter, digit or underscore that `text` begins with; 0 if it begins with none.
std::size_t word_rune_length(std::string_view text) {
    if (text.empty())
        return 0;
    const auto c = text.front();
    if ((static_cast<unsigned char>(c) & 0x80U) == 0)
        return text::is_alphanumeric(c) || c == '_' ? 1 : 0;
    static const RE2 letter_or_digit("[\\pL\\p{Nd}]");
    const auto size = text::decode_rune(text).size;
    const auto first = text.substr(0, size);
    return RE2::FullMatch(re2::StringPiece(first.data(), first.size()), letter_or_digit) ? size : 0;
}

token_kind word_kind(std::string_view word) {
    constexpr std::array<std::pair<std::string_view, token_kind>, 13> words{{
        {"block", token_kind::keyword_block},
        {"break", token_kind::keyword_break},
        {"continue", token_kind::keyword_continue},
        {"define", token_kind::keyword_define},
        {"else", token_kind::keyword_else},
        {"end", token_kind::keyword_end},
        {"false", token_kind::boolean},
        {"if", token_kind::keyword_if},
        {"nil", token_kind::nil},
        {"range", token_kind::keyword_range},
        {"template", token_kind::keyword_template},
        {"true", token_kind::boolean},
        {"with", token_kind::keyword_with},
    }};
    const auto* const found = std::ranges::find(words, word, [](const auto& entry) { return entry.first; });
    return found == words.end() ? token_kind::identifier : found->second;
}

class lexer {
public:
    explicit lexer(std::string_view text) : text_(text) {}

    std::vector<token> run() {
        while (lex_text() && (is_comment() ? lex_comment() : lex_action())) {
        }
        return std::move(tokens_);
    }

private:
    [[nodiscard]] std::string_view rest() const { return text_.substr(position_); }

    /// NUL behind the end.
    [[nodiscard]] char at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }

    /// Adds the token from `start` to here.
    void emit(token_kind kind, std::size_t start) {
        tokens_.push_back({kind, text_.substr(start, position_ - start), start});
    }

    void take(token_kind kind, std::size_t length) {
        position_ += length;
        emit(kind, position_ - length);
    }

    /// Always false, so that a caller can stop with it.
    bool fail(std::string_view message, std::size_t where) {
        tokens_.push_back({token_kind::error, message, where});
        return false;
    }

    /// False at the end of the template. Leaves the position behind the left delimiter and its trim marker.
    bool lex_text() {
        const auto start = position_;
        const auto delimiter = text_.find(left_delimiter, start);
        auto content = text_.substr(start, delimiter == text_.npos ? text_.npos : delimiter - start);
        const auto inside = delimiter + left_delimiter.size();
        const auto trims = delimiter != text_.npos && at(inside) == '-' && is_blank(at(inside + 1));
        if (trims)
            content = content.substr(0, content.find_last_not_of(blanks) + 1);
        if (!content.empty())
            tokens_.push_back({token_kind::text, content, start});
        if (delimiter == text_.npos) {
            tokens_.push_back({token_kind::end, {}, text_.size()});
            return false;
        }
        position_ = inside + (trims ? 2 : 0);
        if (!is_comment())
            tokens_.push_back({token_kind::left_delimiter, left_delimiter, delimiter});
        return true;
    }

    [[nodiscard]] bool is_comment() const { return rest().starts_with("/*"); }

    bool lex_comment() {
        const auto end = text_.find("*/", position_ + 2);
        if (end == text_.npos)
            return fail("unclosed comment; expected */>>", position_);
        position_ = end + 2;
        if (!at_right_delimiter())
            return fail("the comment ends before the action does; expected */>>", end);
        skip_right_delimiter();
        return true;
    }

    [[nodiscard]] bool at_trim_marker() const {
        return is_blank(at(position_)) && at(position_ + 1) == '-' &&
               text_.substr(position_ + 2).starts_with(right_delimiter);
    }

    [[nodiscard]] bool at_right_delimiter() const {
        return rest().starts_with(right_delimiter) || at_trim_marker();
    }

    /// With its trim marker, and the white space which that removes.
    void skip_right_delimiter() {
        const auto trims = at_trim_marker();
        position_ += right_delimiter.size() + (trims ? 2 : 0);
        if (trims)
            position_ = std::min(text_.find_first_not_of(blanks, position_), text_.size());
    }

    /// False after an error. Leaves the position behind the right delimiter.
    bool lex_action() {
        const auto start = position_;
        auto depth = 0;
        while (!at_right_delimiter()) {
            if (rest().empty())
                return fail("unclosed action; expected >>", start - left_delimiter.size());
            const auto c = rest().front();
            if (c == '(')
                ++depth;
            if (c == ')' && --depth < 0)
                return fail("unexpected right parenthesis", position_);
            if (!lex_word(c))
                return false;
        }
        if (depth > 0)
            return fail("unclosed left parenthesis", position_);
        const auto delimiter = position_ + (at_trim_marker() ? 2 : 0);
        tokens_.push_back({token_kind::right_delimiter, right_delimiter, delimiter});
        skip_right_delimiter();
        return true;
    }

    bool lex_word(char c) {
        if (is_blank(c))
            return lex_space();
        switch (c) {
        case '=':
            take(token_kind::assign, 1);
            return true;
        case ':':
            if (at(position_ + 1) != '=')
                return fail("expected :=", position_);
            take(token_kind::declare, 2);
            return true;
        case '|':
            take(token_kind::pipe, 1);
            return true;
        case '(':
            take(token_kind::open_paren, 1);
            return true;
        case ')':
            take(token_kind::close_paren, 1);
            return true;
        case '"':
            return lex_quoted(token_kind::string, "unterminated string; expected a closing \"");
        case '\'':
            return lex_quoted(token_kind::rune_constant,
                              "unterminated character constant; expected a closing '");
        case '`':
            return lex_raw();
        case '$':
            return lex_name(token_kind::variable, token_kind::variable);
        case '.':
            if (!text::is_digit(at(position_ + 1)))
                return lex_name(token_kind::field, token_kind::dot);
            return lex_number();
        default:
            break;
        }
        if (c == '+' || c == '-' || text::is_digit(c))
            return lex_number();
        if (word_rune_length(rest()) > 0)
            return lex_identifier();
        if (c <= ' ' || c > '~')
            return fail("a character that no action can hold", position_);
        take(token_kind::character, 1);
        return true;
    }

    bool lex_space() {
        const auto start = position_;
        while (!rest().empty() && is_blank(rest().front()) && !at_trim_marker())
            ++position_;
        emit(token_kind::space, start);
        return true;
    }

    bool lex_quoted(token_kind kind, std::string_view message) {
        const auto start = position_;
        const auto quote = at(start);
        for (auto i = start + 1; i < text_.size() && text_[i] != '\n'; ++i) {
            if (text_[i] == quote) {
                take(kind, i + 1 - start);
                return true;
            }
            if (text_[i] == '\\' && at(i + 1) != '\n')
                ++i;
        }
        return fail(message, start);
    }

    bool lex_raw() {
        const auto end = text_.find('`', position_ + 1);
        if (end == text_.npos)
            return fail("unterminated raw string; expected a closing `", position_);
        take(token_kind::raw_string, end + 1 - position_);
        return true;
    }

    /// Whether a word may end here.
    [[nodiscard]] bool at_terminator() const {
        if (rest().empty() || rest().starts_with(right_delimiter))
            return true;
        return is_blank(rest().front()) ||
               std::string_view(".,|:()").find(rest().front()) != std::string_view::npos;
    }

    void skip_word() {
        for (auto length = word_rune_length(rest()); length > 0; length = word_rune_length(rest()))
            position_ += length;
    }

    /// A word that begins with one special character; `bare` is what that character is alone.
    bool lex_name(token_kind named, token_kind bare) {
        const auto start = position_++;
        if (at_terminator()) {
            emit(bare, start);
            return true;
        }
        skip_word();
        return end_word(named, start);
    }

    bool lex_identifier() {
        const auto start = position_;
        skip_word();
        return end_word(word_kind(text_.substr(start, position_ - start)), start);
    }

    bool end_word(token_kind kind, std::size_t start) {
        if (!at_terminator())
            return fail("bad character in a name; expected a space, . , | : ( ) or >>", position_);
        emit(kind, start);
        return true;
    }

    bool accept(std::string_view any_of) {
        if (rest().empty() || any_of.find(rest().front()) == any_of.npos)
            return false;
        ++position_;
        return true;
    }

    void accept_run(std::string_view any_of) {
        position_ = std::min(text_.find_first_not_of(any_of, position_), text_.size());
    }

    bool scan_number() {
        accept("+-");
        auto digits = decimal_digits;
        if (accept("0")) {
            if (accept("xX"))
                digits = hex_digits;
            else if (accept("oO"))
                digits = "01234567_";
            else if (accept("bB"))
                digits = "01_";
        }
        accept_run(digits);
        if (accept("."))
            accept_run(digits);
        if ((digits == decimal_digits && accept("eE")) || (digits == hex_digits && accept("pP"))) {
            accept("+-");
            accept_run(decimal_digits);
        }
        accept("i");
        return word_rune_length(rest()) == 0;
    }

    bool lex_number() {
        const auto start = position_;
        auto good = scan_number();
        if (at(position_) == '+' || at(position_) == '-')
            good = scan_number() && text_[position_ - 1] == 'i'; // complex, as in 1+2i
        if (!good)
            return fail("bad number", start);
        emit(token_kind::number, start);
        return true;
    }

    std::string_view text_;
    std::size_t position_ = 0;
    std::vector<token> tokens_;
};

} // namespace

std::vector<token> tokens_of(std::string_view text) {
    return lexer(text).run();
}

} // namespace barograph::rules::templates

#include "rules/label_syntax.hpp"
#include "rules/selector.hpp"
#include "rules/selector_tokens.hpp"
#include "rules/text/quote.hpp"

#include <algorithm>

namespace barograph::rules {

namespace {

using std::unexpected;

/// Recursive descent over the tokens. Where Kubernetes' grammar is odd (empty values between commas, `in` and
/// `notin` as keys and values), so is this one.
class parser {
public:
    explicit parser(std::vector<selector_token> tokens) : tokens_(std::move(tokens)) {}

    std::expected<selector, std::string> parse() {
        selector parsed;
        while (peek().kind != token_kind::end) {
            if (!starts_requirement(peek().kind))
                return unexpected(found(peek(), ", expected: !, identifier, or 'end of string'"));
            auto next = parse_requirement();
            if (!next)
                return unexpected("unable to parse requirement: " + next.error());
            auto& sorted = parsed.requirements;
            const auto place = std::ranges::upper_bound(sorted, next->key, {}, &requirement::key);
            sorted.insert(place, *std::move(next));
            const auto& separator = take();
            if (separator.kind == token_kind::end)
                break;
            if (separator.kind != token_kind::comma)
                return unexpected(found(separator, ", expected: ',' or 'end of string'"));
            if (!starts_requirement(peek().kind))
                return unexpected(found(peek(), ", expected: identifier after ','"));
        }
        return parsed;
    }

private:
    static std::string found(const selector_token& token, std::string_view expected) {
        return "found '" + token.text + "'" + std::string(expected);
    }

    static bool starts_requirement(token_kind kind) {
        return is_word(kind) || kind == token_kind::exclamation;
    }

    /// `in` and `notin` are ordinary words wherever no operator can stand.
    static bool is_word(token_kind kind) {
        return kind == token_kind::identifier || kind == token_kind::in || kind == token_kind::not_in;
    }

    [[nodiscard]] const selector_token& peek() const { return tokens_[position_]; }

    /// The last token is `end`, and stays.
    const selector_token& take() {
        const auto& token = tokens_[position_];
        if (position_ + 1 < tokens_.size())
            ++position_;
        return token;
    }

    std::expected<requirement, std::string> parse_requirement() {
        const auto negated = peek().kind == token_kind::exclamation;
        if (negated)
            take();
        const auto& key = take();
        if (!is_word(key.kind))
            return unexpected(found(key, ", expected: identifier"));
        if (const auto faults = label_key_faults(key.text); !faults.empty())
            return unexpected("<nil>: Invalid value: " + text::quoted(key.text) + ": " + faults);
        if (negated)
            return make_requirement(key.text, selector_operator::does_not_exist, {});
        if (peek().kind == token_kind::end || peek().kind == token_kind::comma)
            return make_requirement(key.text, selector_operator::exists, {});
        const auto op = parse_operator();
        if (!op)
            return unexpected(op.error());
        const auto is_set = *op == selector_operator::in || *op == selector_operator::not_in;
        auto values = is_set ? parse_set() : parse_value();
        if (!values)
            return unexpected(values.error());
        return make_requirement(key.text, *op, *std::move(values));
    }

    std::expected<selector_operator, std::string> parse_operator() {
        const auto& token = take();
        switch (token.kind) {
        case token_kind::in:
            return selector_operator::in;
        case token_kind::not_in:
            return selector_operator::not_in;
        case token_kind::equals:
            return selector_operator::equals;
        case token_kind::double_equals:
            return selector_operator::double_equals;
        case token_kind::not_equals:
            return selector_operator::not_equals;
        case token_kind::greater_than:
            return selector_operator::greater_than;
        case token_kind::less_than:
            return selector_operator::less_than;
        default:
            return unexpected(found(token, ", expected: in, notin, =, ==, !=, gt, lt"));
        }
    }

    using values_or_error = std::expected<std::vector<std::string>, std::string>;

    values_or_error parse_value() {
        if (peek().kind == token_kind::end || peek().kind == token_kind::comma)
            return std::vector<std::string>{""};
        const auto& token = take();
        if (!is_word(token.kind))
            return unexpected(found(token, ", expected: identifier"));
        return std::vector{token.text};
    }

    values_or_error parse_set() {
        if (const auto& open = take(); open.kind != token_kind::open_paren)
            return unexpected(found(open, " expected: '('"));
        if (peek().kind == token_kind::close_paren) {
            take();
            return std::vector<std::string>{""};
        }
        if (!is_word(peek().kind) && peek().kind != token_kind::comma)
            return unexpected(found(peek(), ", expected: ',', ')' or identifier"));
        auto values = parse_values();
        if (values)
            take(); // parse_values stops only before the closing parenthesis
        return values;
    }

    /// A leading comma, a trailing one and each doubled one stand for the empty value.
    values_or_error parse_values() {
        std::vector<std::string> values;
        for (;;) {
            const auto& token = take();
            if (is_word(token.kind)) {
                values.push_back(token.text);
                if (peek().kind == token_kind::close_paren)
                    return values;
                if (peek().kind != token_kind::comma)
                    return unexpected(found(peek(), ", expected: ',' or ')'"));
            } else if (token.kind == token_kind::comma) {
                if (values.empty())
                    values.emplace_back();
                if (peek().kind == token_kind::close_paren) {
                    values.emplace_back();
                    return values;
                }
                if (peek().kind == token_kind::comma) {
                    take();
                    values.emplace_back();
                }
            } else {
                return unexpected(found(token, ", expected: ',', or identifier"));
            }
        }
    }

    std::vector<selector_token> tokens_;
    std::size_t position_ = 0;
};

} // namespace

std::expected<selector, std::string> parse_selector(std::string_view text) {
    if (text.find('\0') != text.npos)
        return unexpected("unable to parse requirement: found a NUL byte, expected: text without it");
    return parser(selector_tokens(text)).parse();
}

} // namespace barograph::rules

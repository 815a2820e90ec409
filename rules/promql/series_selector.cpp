#include "rules/promql/series_selector.hpp"

#include "rules/promql/names.hpp"
#include "rules/promql/scanner.hpp"
#include "rules/promql/string_content.hpp"
#include "rules/regex.hpp"
#include "rules/text/quote.hpp"
#include "rules/text/utf8.hpp"

namespace barograph::rules::promql {

namespace {

using std::unexpected;

class parser {
public:
    explicit parser(std::string_view text) : scanner_(text) { advance(); }

    std::expected<series_selector, selector_fault> parse() {
        if (next_.kind == token_kind::identifier) {
            if (!is_plain_metric(next_.text))
                return fault(
                    "a word of the language; expected a series name, or {__name__=\"…\"} around this one");
            set_name(std::string(next_.text));
            advance();
        } else if (!is_symbol('{')) {
            return fault("expected a series name or {");
        }
        if (is_symbol('{'))
            if (auto failed = parse_braces())
                return unexpected(*std::move(failed));
        if (next_.kind != token_kind::end)
            return fault(
                "expected nothing more: seriesQuery is one selector, without functions, ranges or operators");
        return finish();
    }

private:
    using failure = std::optional<selector_fault>;

    void advance() { next_ = scanner_.next(); }

    [[nodiscard]] bool is_symbol(char symbol) const {
        return next_.kind == token_kind::symbol && next_.text.front() == symbol;
    }

    [[nodiscard]] unexpected<selector_fault> fault(std::string_view expectation) const {
        return unexpected(fault_at(next_, expectation));
    }

    [[nodiscard]] static selector_fault fault_at(const token& where, std::string_view expectation) {
        std::string found;
        switch (where.kind) {
        case token_kind::end:
            found = "the text ends";
            break;
        case token_kind::unclosed_string:
            return {"a string is not closed; expected its closing quote", where.offset};
        default:
            found = "found " + shown(where.text);
        }
        return {found + "; " + std::string(expectation), where.offset};
    }

    /// What could not be seen in a message (a no-break space, for one) as an escape.
    [[nodiscard]] static std::string shown(std::string_view word) {
        return text::is_printable(text::decode_rune(word).rune) ? std::string(word) : text::quoted(word);
    }

    failure parse_braces() {
        advance();
        while (!is_symbol('}')) {
            if (auto failed = parse_matcher())
                return failed;
            if (is_symbol(','))
                advance();
            else if (!is_symbol('}'))
                return fault_at(next_, "expected , or }");
        }
        advance();
        return std::nullopt;
    }

    failure parse_matcher() {
        const auto label = next_;
        std::string name;
        if (label.kind == token_kind::identifier && label.text.find(':') == std::string_view::npos) {
            name = label.text;
        } else if (label.kind == token_kind::string) {
            auto content = string_content(label.text);
            if (!content)
                return bad_escape(label);
            name = *std::move(content);
        } else {
            return fault_at(label, "expected a label name or }");
        }
        advance();
        if (label.kind == token_kind::string && (is_symbol(',') || is_symbol('}'))) {
            if (parsed_.name)
                return named_twice(label);
            set_name(std::move(name));
            return std::nullopt;
        }
        const auto kind = take_operator();
        if (!kind)
            return fault_at(next_, "expected one of = != =~ !~");
        if (next_.kind != token_kind::string)
            return fault_at(next_, "expected a value in quotes");
        const auto value = next_;
        advance();
        return add(std::move(name), *kind, value, label);
    }

    std::optional<match_kind> take_operator() {
        if (next_.kind != token_kind::match_operator)
            return std::nullopt;
        const auto op = next_.text;
        advance();
        if (op == "=")
            return match_kind::equal;
        if (op == "!=")
            return match_kind::not_equal;
        return op == "=~" ? match_kind::regex : match_kind::not_regex;
    }

    failure add(std::string label, match_kind kind, const token& written, const token& where) {
        auto value = string_content(written.text);
        if (!value)
            return bad_escape(written);
        auto refuses_empty = value->empty() == (kind == match_kind::not_equal);
        if (kind == match_kind::regex || kind == match_kind::not_regex) {
            auto pattern = regex::compile("^(?s:" + *value + ")$");
            if (!pattern)
                return selector_fault{pattern.error() + "; expected a regular expression in RE2's syntax",
                                      written.offset};
            refuses_empty = pattern->matches("") == (kind == match_kind::not_regex);
        }
        refuses_empty_ = refuses_empty_ || refuses_empty;
        if (label == "__name__" && has_own_name_)
            return named_twice(where);
        if (label == "__name__" && kind == match_kind::equal && !parsed_.name)
            parsed_.name = *std::move(value);
        else
            parsed_.matchers.push_back({std::move(label), kind, *std::move(value)});
        return std::nullopt;
    }

    void set_name(std::string name) {
        parsed_.name = std::move(name);
        has_own_name_ = true;
    }

    static failure named_twice(const token& where) {
        return selector_fault{"the series name is set twice; expected it once", where.offset};
    }

    static failure bad_escape(const token& literal) {
        return selector_fault{
            "a string holds an escape that PromQL does not know; expected \\\\ for a backslash",
            literal.offset};
    }

    std::expected<series_selector, selector_fault> finish() {
        const auto has_name = parsed_.name && !parsed_.name->empty();
        if (!has_name && !refuses_empty_)
            return unexpected(selector_fault{"selects every series; expected a series name or a matcher that "
                                             "does not match the empty value",
                                             0});
        return std::move(parsed_);
    }

    scanner scanner_;
    token next_{};
    series_selector parsed_;
    bool refuses_empty_ = false; ///< some matcher does not match the empty value
    bool has_own_name_ = false;  ///< the name is written as one, not as a matcher of `__name__`
};

} // namespace

std::expected<series_selector, selector_fault> parse_series_selector(std::string_view text) {
    if (!text::is_valid_utf8(text))
        return unexpected(selector_fault{"not UTF-8; expected text in UTF-8", 0});
    return parser(text).parse();
}

} // namespace barograph::rules::promql

#include "rules/promql/simple_aggregation.hpp"

#include "rules/promql/names.hpp"
#include "rules/promql/scanner.hpp"
#include "rules/promql/string_content.hpp"
#include "rules/text/ascii.hpp"
#include "rules/text/utf8.hpp"

#include <algorithm>
#include <array>

namespace barograph::rules::promql {

namespace {

constexpr std::array<std::string_view, 6> aggregations{"sum", "avg", "min", "max", "count", "group"};

/// PromQL's functions of one range vector that look at one series at a time. Not among them: absent_over_time
/// (looks at all of them), and those with a parameter.
constexpr std::array<std::string_view, 17> functions{"rate",
                                                     "irate",
                                                     "increase",
                                                     "delta",
                                                     "idelta",
                                                     "deriv",
                                                     "changes",
                                                     "resets",
                                                     "avg_over_time",
                                                     "sum_over_time",
                                                     "min_over_time",
                                                     "max_over_time",
                                                     "last_over_time",
                                                     "count_over_time",
                                                     "present_over_time",
                                                     "stddev_over_time",
                                                     "stdvar_over_time"};

bool contains(const auto& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

bool is_in_duration(char c) {
    return text::is_digit(c) || (text::is_letter(c) && c == text::lower(c));
}

/// All words of `promql`; none if it holds a comment.
std::optional<std::vector<token>> words_of(std::string_view promql) {
    std::vector<token> words;
    scanner tokens(promql);
    for (std::size_t end = 0;;) {
        const auto next = tokens.next();
        if (promql.substr(end, next.offset - end).find('#') != std::string_view::npos)
            return std::nullopt;
        words.push_back(next);
        if (next.kind == token_kind::end)
            return words;
        end = next.offset + next.text.size();
    }
}

class reader {
public:
    reader(std::string_view promql, const std::vector<token>& words) : promql_(promql), next_(words.data()) {}

    std::optional<simple_aggregation> read() {
        std::size_t parentheses = 0;
        while (take("("))
            ++parentheses;
        // Aggregations and `by` are keywords, whose case does not count; that of functions does.
        read_.aggregation = text::lower_case(take_word());
        if (!contains(aggregations, read_.aggregation))
            return std::nullopt;
        const auto has_clause = is_by();
        if ((has_clause && !read_by()) || !take("(") || !read_argument() || !take(")"))
            return std::nullopt;
        if (!has_clause && is_by() && !read_by())
            return std::nullopt;
        for (; parentheses > 0; --parentheses)
            if (!take(")"))
                return std::nullopt;
        if (next_->kind != token_kind::end)
            return std::nullopt;
        return std::move(read_);
    }

private:
    [[nodiscard]] bool is(std::string_view symbol) const { return next_->text == symbol; }

    [[nodiscard]] bool is_by() const { return text::lower_case(next_->text) == "by"; }

    bool take(std::string_view symbol) {
        const auto is_there = is(symbol);
        if (is_there)
            ++next_;
        return is_there;
    }

    /// Empty if there is none.
    std::string_view take_word() {
        return next_->kind == token_kind::identifier ? (next_++)->text : std::string_view{};
    }

    static std::optional<written_label> label_of(const token& word) {
        auto name = word.kind == token_kind::string ? string_content(word.text) : std::string(word.text);
        const auto is_label =
            name && (word.kind == token_kind::string ? text::is_valid_utf8(*name) : is_plain_label(*name));
        return is_label ? std::optional(written_label{*std::move(name), std::string(word.text)})
                        : std::nullopt;
    }

    bool read_by() {
        ++next_;
        if (!take("("))
            return false;
        while (!take(")")) {
            auto label = label_of(*next_);
            if (!label)
                return false;
            ++next_;
            if (!take(",") && !is(")"))
                return false;
            read_.by.push_back(*std::move(label));
        }
        return true;
    }

    bool read_argument() {
        if (!contains(functions, next_->text) || next_[1].text != "(")
            return read_selector();
        read_.function = take_word();
        ++next_; // the parenthesis
        return read_selector() && read_range() && take(")");
    }

    /// A whole duration and nothing else: neither a subquery's step nor arithmetic. Whether it is one that
    /// the backend takes is left to the backend.
    bool read_range() {
        if (!take("[") || next_->kind == token_kind::end || !text::is_digit(next_->text.front()) ||
            !std::ranges::all_of(next_->text, is_in_duration))
            return false;
        read_.range = (next_++)->text;
        return take("]");
    }

    bool read_selector() {
        const auto* const begin = next_;
        read_.name = take_word();
        const auto* const braces = next_;
        if (is("{"))
            while (next_->kind != token_kind::end && !take("}"))
                ++next_;
        if (!parse_series_selector(promql_.substr(begin->offset, next_->offset - begin->offset)))
            return false;
        return next_ == braces || read_matchers(braces + 1);
    }

    /// From behind the opening brace to the closing one. That it is a selector is known.
    bool read_matchers(const token* word) {
        while (word->text != "}") {
            auto label = label_of(*word++);
            if (!label)
                return false;
            written_matcher made{.label = {"__name__", label->text},
                                 .kind = match_kind::equal,
                                 .value = label->name,
                                 .text = label->text};
            if (word->kind == token_kind::match_operator) {
                const auto op = (word++)->text;
                const auto value = (word++)->text;
                made.text += std::string(op) + std::string(value);
                made.label = *std::move(label);
                made.kind = kind_of(op);
                made.value = *string_content(value);
            }
            read_.matchers.push_back(std::move(made));
            if (word->text == ",")
                ++word;
        }
        return true;
    }

    static match_kind kind_of(std::string_view op) {
        if (op == "=")
            return match_kind::equal;
        if (op == "!=")
            return match_kind::not_equal;
        return op == "=~" ? match_kind::regex : match_kind::not_regex;
    }

    std::string_view promql_;
    const token* next_; ///< never past the token that is the end
    simple_aggregation read_;
};

} // namespace

std::optional<simple_aggregation> read_simple_aggregation(std::string_view promql) {
    const auto words = words_of(promql);
    return words ? reader(promql, *words).read() : std::nullopt;
}

} // namespace barograph::rules::promql

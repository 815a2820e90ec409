#include "rules/template/pipeline_parser.hpp"

#include "rules/template/constant.hpp"
#include "rules/template/function.hpp"

#include <algorithm>

namespace barograph::rules::templates {

namespace {

using std::unexpected;

constexpr std::size_t deepest_parentheses = 100; // of parentheses

/// A word that can only give itself, so that it cannot take what a pipeline hands on.
bool is_executable(const word& first) {
    return !std::holds_alternative<dot_word>(first.content) &&
           !std::holds_alternative<nil_word>(first.content) &&
           !std::holds_alternative<constant_word>(first.content);
}

bool starts_operand(token_kind kind) {
    switch (kind) {
    case token_kind::boolean:
    case token_kind::rune_constant:
    case token_kind::dot:
    case token_kind::field:
    case token_kind::identifier:
    case token_kind::number:
    case token_kind::nil:
    case token_kind::raw_string:
    case token_kind::string:
    case token_kind::variable:
    case token_kind::open_paren:
        return true;
    default:
        return false;
    }
}

/// The word, or the failure that the constant cannot be read.
template <typename T>
std::expected<std::optional<word>, failure> constant(std::expected<T, std::string> content,
                                                     std::size_t offset) {
    if (!content)
        return unexpected(failure{std::move(content.error()), offset});
    return word{offset, constant_word{value(*std::move(content))}};
}

} // namespace

std::expected<pipeline, failure> pipeline_parser::parse(std::string_view context, bool is_range) {
    return parse_until(token_kind::right_delimiter, context, is_range);
}

std::expected<pipeline, failure> pipeline_parser::parse_until(token_kind end, std::string_view context,
                                                              bool is_range) {
    pipeline parsed{.offset = tokens_.peek_word().offset, .variables = {}, .commands = {}};
    if (auto failed = parse_variables(parsed, context, is_range))
        return unexpected(*std::move(failed));
    while (tokens_.peek_word().kind != end) {
        if (!starts_operand(tokens_.peek().kind))
            return token_stream::unexpected(tokens_.peek(),
                                            "a value, a field or a function in " + std::string(context));
        auto next = parse_command();
        if (!next)
            return unexpected(std::move(next.error()));
        if (!parsed.commands.empty() && !is_executable(next->front()))
            return unexpected(
                failure{"a constant cannot take what stands before the |; expected a function or a field",
                        next->front().offset});
        parsed.commands.push_back(*std::move(next));
    }
    tokens_.take();
    if (parsed.commands.empty())
        return unexpected(failure{"missing value for " + std::string(context), parsed.offset});
    return parsed;
}

/// `$x :=`, `$x =` and in a range `$i, $x :=`. A variable that nothing of this follows is an operand.
std::optional<failure> pipeline_parser::parse_variables(pipeline& into, std::string_view context,
                                                        bool is_range) {
    while (tokens_.peek_word().kind == token_kind::variable) {
        const auto start = tokens_.position();
        const auto variable = tokens_.take();
        const auto next = tokens_.peek_word();
        const auto is_comma = next.text == ",";
        if (next.kind != token_kind::assign && next.kind != token_kind::declare && !is_comma) {
            tokens_.rewind(start);
            return std::nullopt;
        }
        tokens_.take();
        into.variables.emplace_back(variable.text);
        variables_.emplace_back(variable.text);
        if (!is_comma) {
            into.assigns = next.kind == token_kind::assign;
            return std::nullopt;
        }
        if (!is_range || into.variables.size() > 1)
            return failure{"too many variables in " + std::string(context) + "; expected one", next.offset};
        const auto kind = tokens_.peek_word().kind;
        if (kind != token_kind::variable && kind != token_kind::right_delimiter)
            return failure{"unexpected " + std::string(tokens_.peek().text) +
                               "; expected the second variable of range",
                           tokens_.peek().offset};
    }
    return std::nullopt;
}

pipeline_parser::words_or_failure pipeline_parser::parse_command() {
    command words;
    for (;;) {
        auto operand = parse_operand();
        if (!operand)
            return unexpected(std::move(operand.error()));
        if (*operand)
            words.push_back(**std::move(operand));
        const auto& next = tokens_.peek();
        if (next.kind == token_kind::space) {
            tokens_.take();
            continue;
        }
        if (next.kind == token_kind::pipe)
            tokens_.take();
        else if (next.kind != token_kind::right_delimiter && next.kind != token_kind::close_paren)
            return token_stream::unexpected(next, "a space, | or >>");
        return words;
    }
}

field_path pipeline_parser::take_fields() {
    field_path path;
    while (tokens_.peek().kind == token_kind::field)
        path.emplace_back(tokens_.take().text.substr(1));
    return path;
}

std::expected<std::optional<word>, failure> pipeline_parser::parse_operand() {
    auto parsed = parse_term();
    if (!parsed || tokens_.peek().kind != token_kind::field)
        return parsed;
    auto& content = (*parsed)->content;
    const auto after = tokens_.peek();
    auto path = take_fields();
    const auto extend = [&](field_path& known) {
        known.insert(known.end(), std::make_move_iterator(path.begin()), std::make_move_iterator(path.end()));
        return true;
    };
    const auto extended = std::visit(
        [&]<typename T>(T& inner) {
            if constexpr (requires { inner.path; })
                return extend(inner.path);
            else
                return false;
        },
        content);
    if (!extended)
        return token_stream::unexpected(after, "a space: a constant has no fields");
    return parsed;
}

std::expected<std::optional<word>, failure> pipeline_parser::parse_term() {
    const auto start = tokens_.position();
    const auto& next = tokens_.take_word();
    switch (next.kind) {
    case token_kind::identifier: {
        const auto* const called = find_function(next.text);
        if (called == nullptr)
            return unexpected(
                failure{"function \"" + std::string(next.text) + "\" is not defined", next.offset});
        return word{next.offset, function_word{called, {}}};
    }
    case token_kind::dot:
        return word{next.offset, dot_word{}};
    case token_kind::nil:
        return word{next.offset, nil_word{}};
    case token_kind::variable:
        if (std::ranges::find(variables_, next.text) == variables_.end())
            return unexpected(failure{"undefined variable " + std::string(next.text), next.offset});
        return word{next.offset, variable_word{std::string(next.text), {}}};
    case token_kind::field:
        return word{next.offset, field_word{{std::string(next.text.substr(1))}}};
    case token_kind::boolean:
        return word{next.offset, constant_word{value(next.text == "true")}};
    case token_kind::number:
        return constant(parse_number(next.text), next.offset);
    case token_kind::rune_constant:
        return constant(parse_rune_constant(next.text), next.offset);
    case token_kind::string:
    case token_kind::raw_string:
        return constant(parse_string_constant(next.text), next.offset);
    case token_kind::open_paren:
        return parse_parentheses(next.offset);
    default:
        tokens_.rewind(start);
        return std::nullopt;
    }
}

std::expected<word, failure> pipeline_parser::parse_parentheses(std::size_t offset) {
    if (++nesting_ > deepest_parentheses)
        return unexpected(failure{"parentheses nest too deeply", offset});
    auto inner = parse_until(token_kind::close_paren, "parentheses", false);
    --nesting_;
    if (!inner)
        return unexpected(std::move(inner.error()));
    return word{offset, paren_word{std::make_unique<const pipeline>(*std::move(inner)), {}}};
}

} // namespace barograph::rules::templates

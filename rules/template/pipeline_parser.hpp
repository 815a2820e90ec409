#pragma once
#include "rules/template/failure.hpp"
#include "rules/template/node.hpp"
#include "rules/template/token_stream.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::rules::templates {

/// Parses what stands inside an action: pipelines of commands of words. Knows which variables are declared
/// where it is.
class pipeline_parser {
public:
    explicit pipeline_parser(token_stream& tokens) : tokens_(tokens) {}

    /// A pipeline up to the right delimiter, which is taken too. `context` names the action for messages; in
    /// a `range` two variables may be declared.
    [[nodiscard]] std::expected<pipeline, failure> parse(std::string_view context, bool is_range = false);

    /// The variables that are known now, `$` first. Shrink it to leave a scope.
    std::vector<std::string>& variables() { return variables_; }

private:
    using words_or_failure = std::expected<command, failure>;

    std::expected<pipeline, failure> parse_until(token_kind end, std::string_view context, bool is_range);
    std::optional<failure> parse_variables(pipeline& into, std::string_view context, bool is_range);
    words_or_failure parse_command();
    std::expected<std::optional<word>, failure> parse_operand();
    std::expected<std::optional<word>, failure> parse_term();
    std::expected<word, failure> parse_parentheses(std::size_t offset);
    field_path take_fields();

    token_stream& tokens_;
    std::vector<std::string> variables_{"$"};
    std::size_t nesting_ = 0;
};

} // namespace barograph::rules::templates

#pragma once
#include "rules/template/failure.hpp"
#include "rules/template/node.hpp"
#include "rules/template/value.hpp"

#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace barograph::rules::templates {

/// A compiled template in the language of Go's text/template, with << and >> as delimiters. Immutable; copies
/// share one tree; safe to run from several threads.
///
/// Supported is all that the language defines for texts, numbers, booleans, lists and maps of texts, and
/// structs of them: fields, variables, pipelines, parentheses, if, with, range, break, continue, else,
/// comments, trim markers, define, template, block, and the predefined functions. Runs are bounded in steps,
/// depth and length.
class program {
public:
    /// `name` is what the template can be called by from inside itself.
    [[nodiscard]] static std::expected<program, failure> compile(std::string_view text, std::string name);

    [[nodiscard]] std::expected<std::string, failure> run(const value& data) const;

    struct trial {
        std::expected<std::string, failure> result;
        bool depends_on_data; ///< whether other data could give another text
    };

    /// Runs with data that stand for all others of their types: a failure that is `certain` would happen with
    /// any.
    [[nodiscard]] trial try_out(const value& data) const;

    [[nodiscard]] const tree& syntax() const { return *tree_; }

private:
    explicit program(tree parsed) : tree_(std::make_shared<const tree>(std::move(parsed))) {}

    std::shared_ptr<const tree> tree_;
};

} // namespace barograph::rules::templates

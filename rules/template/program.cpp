#include "rules/template/program.hpp"

#include "rules/template/evaluator.hpp"
#include "rules/template/parser.hpp"

namespace barograph::rules::templates {

std::expected<program, failure> program::compile(std::string_view text, std::string name) {
    auto parsed = parse(text, std::move(name));
    if (!parsed)
        return std::unexpected(std::move(parsed.error()));
    return program(*std::move(parsed));
}

std::expected<std::string, failure> program::run(const value& data) const {
    return evaluator(*tree_).run(data);
}

program::trial program::try_out(const value& data) const {
    evaluator runner(*tree_);
    auto result = runner.run(data);
    return {std::move(result), runner.depends_on_data()};
}

} // namespace barograph::rules::templates

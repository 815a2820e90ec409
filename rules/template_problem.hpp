#pragma once
#include "rules/rule_problem.hpp"
#include "rules/template/failure.hpp"
#include "rules/text/position.hpp"

#include <string>
#include <string_view>

namespace barograph::rules {

/// What a template's failure says to the author of the rule whose `field` holds the template's `text`.
[[nodiscard]] inline rule_problem problem_of(std::string_view field, std::string_view text,
                                             const templates::failure& failed) {
    const auto at = text::position_of(text, failed.offset);
    return {std::string(field), failed.message, at.line, at.column};
}

} // namespace barograph::rules

#pragma once
#include <cstddef>
#include <string>

namespace barograph::rules {

/// One thing that is wrong with a rule, for its author. A plain value.
struct rule_problem {
    std::string field;      ///< YAML path inside the rule: "metricsQuery", "seriesFilters[1].is"
    std::string message;    ///< what is wrong; what is expected
    std::size_t line = 0;   ///< 1-based, inside the field's text; 0: the whole field
    std::size_t column = 0; ///< 1-based, in bytes; 0: the whole line
};

} // namespace barograph::rules

#include "rules/rule_warnings.hpp"

#include "rules/naming.hpp"
#include "rules/promql/scanner.hpp"

#include <algorithm>
#include <iterator>

namespace barograph::rules {

namespace {

/// Whether `name` occurs as a word of its own, be it in a matcher, in a grouping or as the name of a field.
bool mentions(std::string_view promql_text, std::string_view name) {
    promql::scanner tokens(promql_text);
    for (auto next = tokens.next(); next.kind != promql::token_kind::end; next = tokens.next())
        if (next.text == name ||
            (next.kind == promql::token_kind::string && next.text.find(name) != next.text.npos))
            return true;
    return false;
}

} // namespace

std::vector<rule_problem> warnings_of(const rule& checked, const std::vector<std::string>& unknown_references,
                                      const promql::series_selector& series_query) {
    std::vector<rule_problem> warnings;
    std::ranges::transform(unknown_references, std::back_inserter(warnings),
                           [](const std::string& reference) {
                               return rule_problem{"name.as", unknown_reference_text(reference)};
                           });
    if (checked.only_series() && !checked.only_name())
        warnings.push_back(
            {"seriesQuery", "finds only " + *checked.only_series() +
                                ", which seriesFilters or name.matches refuse: the rule gives no metric"});
    if (!checked.uses_selector())
        warnings.push_back(
            {"metricsQuery",
             "uses no <<.LabelMatchers>>: the HPA's selector and namespace are ignored, and the HPA "
             "adds up every series that the query gives; expected {<<.LabelMatchers>>} after "
             "the series name"});
    for (const auto& matcher : series_query.matchers)
        if (matcher.label != "__name__" && !mentions(checked.spec().metrics_query, matcher.label))
            warnings.push_back(
                {"metricsQuery", "the matcher on " + matcher.label +
                                     " in seriesQuery decides only whether the metric exists; "
                                     "metricsQuery counts series without it, too (expected it in "
                                     "both)"});
    return warnings;
}

} // namespace barograph::rules

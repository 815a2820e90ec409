#include "rules/series_filter.hpp"

#include <algorithm>

namespace barograph::rules {

std::expected<series_filters, std::vector<rule_problem>>
series_filters::compile(const std::vector<series_filter_spec>& specs) {
    series_filters compiled;
    std::vector<rule_problem> problems;
    for (std::size_t i = 0; i < specs.size(); ++i) {
        const auto& spec = specs[i];
        const auto path = "seriesFilters[" + std::to_string(i) + "]";
        if (spec.is.empty() == spec.is_not.empty()) {
            problems.push_back({path, spec.is.empty()
                                          ? "neither `is` nor `isNot`; expected exactly one of them"
                                          : "both `is` and `isNot`; expected exactly one of them"});
            continue;
        }
        const auto wanted = !spec.is.empty();
        auto pattern = regex::compile(wanted ? spec.is : spec.is_not);
        if (pattern)
            compiled.filters_.push_back({*std::move(pattern), wanted});
        else
            problems.push_back({path + (wanted ? ".is" : ".isNot"),
                                pattern.error() + "; expected a regular expression in RE2's syntax"});
    }
    if (!problems.empty())
        return std::unexpected(std::move(problems));
    return compiled;
}

bool series_filters::keeps(std::string_view series) const {
    return std::ranges::all_of(filters_,
                               [&](const filter& f) { return f.pattern.matches(series) == f.wanted; });
}

} // namespace barograph::rules

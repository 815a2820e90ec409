#pragma once
#include "rules/regex.hpp"
#include "rules/rule_problem.hpp"
#include "rules/rule_spec.hpp"

#include <expected>
#include <string_view>
#include <vector>

namespace barograph::rules {

/// A rule's `seriesFilters`, all of which must agree to keep a series name. Immutable and shareable between
/// threads.
class series_filters {
public:
    [[nodiscard]] static std::expected<series_filters, std::vector<rule_problem>>
    compile(const std::vector<series_filter_spec>& specs);

    [[nodiscard]] bool keeps(std::string_view series) const;

private:
    struct filter {
        regex pattern;
        bool wanted; ///< whether the name has to match
    };

    std::vector<filter> filters_;
};

} // namespace barograph::rules

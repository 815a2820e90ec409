#pragma once
#include "rules/name_template.hpp"
#include "rules/regex.hpp"
#include "rules/rule_problem.hpp"
#include "rules/rule_spec.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::rules {

/// What is wrong with a group reference in `name.as` that gives nothing.
[[nodiscard]] std::string unknown_reference_text(std::string_view reference);

/// A rule's `name`: from the name of a series to the name of the metric that is exposed. Immutable and
/// shareable.
class naming {
public:
    [[nodiscard]] static std::expected<naming, rule_problem> compile(const name_spec& spec);

    /// The metric's name; the error says why the series has none: `matches` does not match, or the name would
    /// be empty.
    [[nodiscard]] std::expected<std::string, std::string> metric_name(std::string_view series) const;

    /// The one name that all series get, if `as` refers to no group.
    [[nodiscard]] std::optional<std::string> literal_name() const;

    /// Group references in `as` that always give nothing.
    [[nodiscard]] const std::vector<std::string>& unknown_references() const {
        return as_.unknown_references();
    }

private:
    naming(regex matches, std::string pattern, name_template as)
        : matches_(std::move(matches)), pattern_(std::move(pattern)), as_(std::move(as)) {}

    regex matches_;
    std::string pattern_;
    name_template as_;
};

} // namespace barograph::rules

#pragma once
#include "rules/rule_problem.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::rules {

/// A rule's `metricsQuery`. Immutable.
class query_template {
public:
    [[nodiscard]] static std::expected<query_template, std::vector<rule_problem>> compile(std::string_view text);

    [[nodiscard]] bool uses_series() const;
    [[nodiscard]] bool uses_matchers() const;

    [[nodiscard]] std::string render(std::string_view series, std::string_view matchers) const;

private:
    enum class field { none, series, matchers, group_by };

    struct segment {
        std::string text;
        field then;
    };

    [[nodiscard]] bool uses(field wanted) const;

    std::vector<segment> segments_;
};

} // namespace barograph::rules

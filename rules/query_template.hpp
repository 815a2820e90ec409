#pragma once
#include "rules/query_error.hpp"
#include "rules/query_usage.hpp"
#include "rules/rule_problem.hpp"
#include "rules/template/program.hpp"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::rules {

/// What a metricsQuery is filled in with.
struct query_data {
    std::string_view series;
    std::expected<std::string, query_error> matchers; ///< an error counts only if the template needs them
    std::map<std::string, std::string> values;        ///< empty if the template uses none
    bool quoted_names = false;
};

/// A rule's `metricsQuery`. Immutable; copies are cheap; safe to use from several threads.
class query_template {
public:
    /// Finds what is wrong with the text itself, and what would go wrong with every request.
    [[nodiscard]] static std::expected<query_template, std::vector<rule_problem>>
    compile(std::string_view text);

    [[nodiscard]] const query_usage& usage() const { return usage_; }

    /// What looks wrong, but may be meant.
    [[nodiscard]] const std::vector<rule_problem>& warnings() const { return warnings_; }

    [[nodiscard]] std::expected<std::string, query_error> render(const query_data& data) const;

private:
    /// A text, and the field that is printed after it.
    struct segment {
        enum class field { none, series, matchers };
        std::string text;
        field then = field::none;
    };

    query_template(templates::program program, std::string_view text);

    /// The template as segments, if it is that simple: most are, and need no evaluator.
    [[nodiscard]] std::optional<std::vector<segment>> plain_segments() const;

    void try_out(std::string_view text, std::vector<rule_problem>& problems);
    [[nodiscard]] std::expected<std::string, query_error> fill_in(std::string_view series,
                                                                  const query_data& data) const;
    [[nodiscard]] std::expected<std::string, query_error> evaluate(std::string_view series,
                                                                   const query_data& data) const;

    std::string text_;
    templates::program program_;
    query_usage usage_;
    std::optional<std::vector<segment>> segments_;
    std::vector<rule_problem> warnings_;
};

} // namespace barograph::rules

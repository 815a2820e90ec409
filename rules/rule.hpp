#pragma once
#include "rules/query_error.hpp"
#include "rules/rule_problem.hpp"
#include "rules/rule_spec.hpp"
#include "rules/selector.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::rules {

/// What a query is made for. The views have to live until `rule::query` returns.
struct query_request {
    std::string_view series; ///< the discovered series name; may be empty if the rule does not use it
    std::string_view ns;     ///< the namespace asked for; empty: none
    const selector& labels;
    bool quoted_names = false; ///< the backend reads label names in quotes (Prometheus 3)
};

/// One compiled rule: everything that can be known to be wrong with it was found by `compile`. Immutable;
/// copies are cheap and share everything; safe to use from several threads.
class rule {
public:
    /// All problems of `spec` at once.
    [[nodiscard]] static std::expected<rule, std::vector<rule_problem>> compile(rule_spec spec);

    [[nodiscard]] const rule_spec& spec() const;

    /// Whether it is written like `other`, wherever each stands: it gives the same answers.
    [[nodiscard]] bool same_as(const rule& other) const;

    /// What looks wrong but is no error: prometheus-adapter accepts it, and it may be meant.
    [[nodiscard]] const std::vector<rule_problem>& warnings() const;

    /// Whether the rule takes up `series`: all of seriesFilters agree, name.matches matches, and the name is
    /// not empty.
    [[nodiscard]] bool keeps(std::string_view series) const;

    /// The name under which `series` is exposed; the error says why it has none. Meaningful only for a kept
    /// series.
    [[nodiscard]] std::expected<std::string, std::string> metric_name(std::string_view series) const;

    /// The only name that the rule can ever give, if there is one: `name.as` is literal, or seriesQuery fixes
    /// the series name and the rule keeps it. Such a metric exists whether or not its series do.
    [[nodiscard]] const std::optional<std::string>& only_name() const;

    /// The only series name that seriesQuery can find, if it fixes it: `x`, `x{…}`, `{__name__="x",…}`.
    [[nodiscard]] const std::optional<std::string>& only_series() const;

    /// Whether metricsQuery needs the series name.
    [[nodiscard]] bool uses_series() const;

    /// Whether metricsQuery needs the selector, as matchers or as values; if not, a selector changes nothing.
    [[nodiscard]] bool uses_selector() const;

    /// What `<<.LabelMatchers>>` stands for in the query of `request`.
    [[nodiscard]] std::expected<std::string, query_error> matchers(const query_request& request) const;

    /// The PromQL that answers `request`.
    [[nodiscard]] std::expected<std::string, query_error> query(const query_request& request) const;

private:
    struct compiled;

    explicit rule(std::shared_ptr<const compiled> data) : data_(std::move(data)) {}

    std::shared_ptr<const compiled> data_;
};

} // namespace barograph::rules

#include "rules/rule.hpp"

#include "rules/matchers.hpp"
#include "rules/namespace_label.hpp"
#include "rules/naming.hpp"
#include "rules/promql/series_selector.hpp"
#include "rules/query_template.hpp"
#include "rules/rule_warnings.hpp"
#include "rules/series_filter.hpp"
#include "rules/text/ascii.hpp"
#include "rules/text/position.hpp"

#include <algorithm>
#include <iterator>

namespace barograph::rules {

struct rule::compiled {
    rule_spec spec;
    series_filters filters;
    naming names;
    query_template query;
    std::optional<std::string> namespace_label;
    std::optional<std::string> only_series;
    std::optional<std::string> only_name;
    std::vector<rule_problem> warnings;
};

namespace {

/// The value, or an empty optional after its problems were added to `problems`.
template <typename T>
std::optional<T> take(std::expected<T, rule_problem> result, std::vector<rule_problem>& problems) {
    if (result)
        return *std::move(result);
    problems.push_back(std::move(result.error()));
    return std::nullopt;
}

template <typename T>
std::optional<T> take(std::expected<T, std::vector<rule_problem>> result,
                      std::vector<rule_problem>& problems) {
    if (result)
        return *std::move(result);
    std::ranges::move(result.error(), std::back_inserter(problems));
    return std::nullopt;
}

/// Whether the text begins with a word, but none of PromQL's: a number, or a name in other letters. The peer
/// takes such a rule; Prometheus will say what it thinks of it when the series are listed, and then this rule
/// alone fails.
bool begins_with_a_foreign_word(const std::string& text) {
    const auto is_ascii = (static_cast<unsigned char>(text.front()) & 0x80U) == 0;
    return text::is_digit(text.front()) || !is_ascii;
}

std::expected<promql::series_selector, rule_problem>
compile_series_query(const std::string& text, std::vector<rule_problem>& warnings) {
    if (text.empty())
        return std::unexpected(rule_problem{
            "seriesQuery", "absent; expected a PromQL selector, such as queue_depth{job=\"worker\"}"});
    auto parsed = promql::parse_series_selector(text);
    if (parsed)
        return *std::move(parsed);
    const auto at = text::position_of(text, parsed.error().offset);
    rule_problem problem{"seriesQuery", std::move(parsed.error().message), at.line, at.column};
    if (!begins_with_a_foreign_word(text))
        return std::unexpected(std::move(problem));
    problem.message += "; Prometheus will refuse it";
    warnings.push_back(std::move(problem));
    return promql::series_selector{};
}

std::optional<namespace_matcher> matcher_of(const std::optional<std::string>& label, std::string_view ns) {
    if (!label || ns.empty())
        return std::nullopt;
    return namespace_matcher{*label, ns};
}

} // namespace

std::expected<rule, std::vector<rule_problem>> rule::compile(rule_spec spec) {
    std::vector<rule_problem> problems;
    std::vector<rule_problem> warnings;
    auto series = take(compile_series_query(spec.series_query, warnings), problems);
    auto filters = take(series_filters::compile(spec.series_filters), problems);
    auto label = take(rules::namespace_label(spec.resources), problems);
    auto names = take(naming::compile(spec.name), problems);
    auto query = take(query_template::compile(spec.metrics_query), problems);
    if (!problems.empty())
        return std::unexpected(std::move(problems));

    auto data = std::make_shared<compiled>(compiled{.spec = std::move(spec),
                                                    .filters = *std::move(filters),
                                                    .names = *std::move(names),
                                                    .query = *std::move(query),
                                                    .namespace_label = *std::move(label),
                                                    .only_series = series->name,
                                                    .only_name = {},
                                                    .warnings = std::move(warnings)});
    rule made(data);
    if (!data->only_series)
        data->only_name = data->names.literal_name();
    else if (made.keeps(*data->only_series))
        data->only_name = made.metric_name(*data->only_series).value();
    std::ranges::copy(data->query.warnings(), std::back_inserter(data->warnings));
    std::ranges::move(warnings_of(made, data->names.unknown_references(), *series),
                      std::back_inserter(data->warnings));
    return made;
}

const rule_spec& rule::spec() const {
    return data_->spec;
}

bool rule::same_as(const rule& other) const {
    auto moved = other.spec();
    moved.location = spec().location;
    return spec() == moved;
}

const std::vector<rule_problem>& rule::warnings() const {
    return data_->warnings;
}

bool rule::keeps(std::string_view series) const {
    return data_->filters.keeps(series) && data_->names.metric_name(series).has_value();
}

std::expected<std::string, std::string> rule::metric_name(std::string_view series) const {
    return data_->names.metric_name(series);
}

const std::optional<std::string>& rule::only_name() const {
    return data_->only_name;
}

const std::optional<std::string>& rule::only_series() const {
    return data_->only_series;
}

bool rule::uses_series() const {
    return data_->query.usage().series;
}

bool rule::uses_selector() const {
    return data_->query.usage().matchers || data_->query.usage().values;
}

std::expected<std::string, query_error> rule::matchers(const query_request& request) const {
    if (auto error = unsupported_operator(request.labels))
        return std::unexpected(*std::move(error));
    return label_matchers(request.labels, matcher_of(data_->namespace_label, request.ns),
                          request.quoted_names);
}

std::expected<std::string, query_error> rule::query(const query_request& request) const {
    if (auto error = unsupported_operator(request.labels))
        return std::unexpected(*std::move(error));
    const auto ns = matcher_of(data_->namespace_label, request.ns);
    const auto& usage = data_->query.usage();
    query_data filled_in{
        .series = request.series, .matchers = {}, .values = {}, .quoted_names = request.quoted_names};
    if (usage.matchers)
        filled_in.matchers = label_matchers(request.labels, ns, request.quoted_names);
    if (usage.values)
        filled_in.values = label_values(request.labels, ns);
    return data_->query.render(filled_in);
}

} // namespace barograph::rules

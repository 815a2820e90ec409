#include "rules/query_template.hpp"

#include "rules/foreign_delimiters.hpp"
#include "rules/promql/names.hpp"
#include "rules/promql/series_name.hpp"
#include "rules/template_data.hpp"
#include "rules/template_problem.hpp"
#include "rules/text/ascii.hpp"
#include "rules/text/quote.hpp"

#include <algorithm>

namespace barograph::rules {

namespace {

using std::unexpected;

constexpr std::string_view query_field = "metricsQuery";

bool gives_nothing(std::string_view query) {
    return query.find_first_not_of(" \t\r\n") == query.npos;
}

query_error refusal(std::string message) {
    return {query_error::kind::bad_request, std::move(message)};
}

/// The first entry with a character that no label value has, and that could so change what a query says.
std::optional<query_error> unsafe_value(const std::map<std::string, std::string>& values) {
    const auto is_safe = [](char c) {
        return text::is_alphanumeric(c) || std::string_view("-_./|").find(c) != std::string_view::npos;
    };
    for (const auto& [label, value] : values)
        if (!std::ranges::all_of(label, is_safe) || !std::ranges::all_of(value, is_safe))
            return refusal("the query takes the value of " + label + " as text, and " + text::quoted(value) +
                           " could change its meaning; expected letters, digits, '-', '_' and '.'");
    return std::nullopt;
}

/// A metric name that occurs neither in the template nor in what it is filled in with.
std::string stand_in_for_series(std::string_view text, const query_data& data) {
    std::string name = "series_name_stand_in";
    while (text.find(name) != text.npos || (data.matchers && data.matchers->find(name) != std::string::npos))
        name += '_';
    return name;
}

} // namespace

query_template::query_template(templates::program program, std::string_view text)
    : text_(text), program_(std::move(program)), usage_(usage_of(program_.syntax())),
      segments_(plain_segments()) {}

std::expected<query_template, std::vector<rule_problem>> query_template::compile(std::string_view text) {
    std::vector<rule_problem> problems;
    if (gives_nothing(text)) {
        problems.push_back({std::string(query_field),
                            "absent; expected PromQL, such as sum(<<.Series>>{<<.LabelMatchers>>})"});
        return unexpected(std::move(problems));
    }
    auto program = templates::program::compile(text, "metrics-query");
    if (!program) {
        problems.push_back(problem_of(query_field, text, program.error()));
        return unexpected(std::move(problems));
    }
    query_template compiled(*std::move(program), text);
    if (const auto at = foreign_delimiter(text))
        problems.push_back(
            problem_of(query_field, text, {"{{ }} is plain text here; expected the delimiters << >>", *at}));
    compiled.try_out(text, problems);
    if (!problems.empty())
        return unexpected(std::move(problems));
    return compiled;
}

/// With data that stand for all others, so that what fails here fails at every request.
void query_template::try_out(std::string_view text, std::vector<rule_problem>& problems) {
    const auto trial = program_.try_out(representative_query_data());
    if (!trial.result) {
        if (trial.result.error().certain)
            problems.push_back(problem_of(query_field, text, trial.result.error()));
        return;
    }
    if (gives_nothing(*trial.result) && !trial.depends_on_data)
        problems.push_back({std::string(query_field), "always gives an empty query; expected PromQL"});
    if (trial.result->find("<no value>") != std::string::npos)
        warnings_.push_back({std::string(query_field),
                             "prints <no value> into the query: a template is called without data"});
}

std::optional<std::vector<query_template::segment>> query_template::plain_segments() const {
    using namespace templates;
    const auto& syntax = program_.syntax();
    if (syntax.definitions.size() != 1)
        return std::nullopt;
    std::vector<segment> segments(1);
    for (const auto& one : syntax.definitions.begin()->second) {
        if (const auto* const text = std::get_if<text_node>(&one.content)) {
            segments.back().text += text->text;
            continue;
        }
        const auto* const action = std::get_if<action_node>(&one.content);
        // What is given arguments, or asked for fields of its own, is refused when it is tried out.
        const auto is_plain =
            action != nullptr && action->pipe.variables.empty() && action->pipe.commands.size() == 1;
        const auto* const printed =
            is_plain ? std::get_if<field_word>(&action->pipe.commands.front().front().content) : nullptr;
        if (printed == nullptr)
            return std::nullopt;
        const auto& name = printed->path.front();
        if (name == "Series")
            segments.back().then = segment::field::series;
        else if (name == "LabelMatchers")
            segments.back().then = segment::field::matchers;
        else if (name != "GroupBy") // which is always empty
            return std::nullopt;
        segments.emplace_back();
    }
    return segments;
}

std::expected<std::string, query_error> query_template::render(const query_data& data) const {
    if (!usage_.series || promql::is_plain_metric(data.series))
        return fill_in(data.series, data);
    if (data.series.empty())
        return unexpected(
            query_error{query_error::kind::internal, "no series name is known for this metric yet"});
    if (!usage_.series_only_printed)
        return unexpected(
            refusal("series name " + text::quoted(data.series) +
                    " has to be quoted in PromQL, which this metricsQuery cannot do: it computes with "
                    ".Series instead of printing it"));
    const auto stand_in = stand_in_for_series(text_, data);
    auto query = fill_in(stand_in, data);
    if (!query)
        return query;
    auto named = promql::with_series_name(*query, stand_in, data.series, data.quoted_names);
    if (!named)
        return unexpected(refusal("series name " + text::quoted(data.series) +
                                  " holds a back quote, and metricsQuery puts it between back quotes"));
    return *std::move(named);
}

std::expected<std::string, query_error> query_template::fill_in(std::string_view series,
                                                                const query_data& data) const {
    if (!segments_)
        return evaluate(series, data);
    if (usage_.matchers && !data.matchers)
        return unexpected(data.matchers.error());
    std::string query;
    for (const auto& [text, then] : *segments_) {
        query += text;
        if (then == segment::field::series)
            query += series;
        else if (then == segment::field::matchers)
            query += *data.matchers;
    }
    return query;
}

std::expected<std::string, query_error> query_template::evaluate(std::string_view series,
                                                                 const query_data& data) const {
    if (usage_.values)
        if (auto unsafe = unsafe_value(data.values))
            return unexpected(*std::move(unsafe));
    auto query = program_.run(query_template_data(series, data));
    if (!query) {
        const auto& failed = query.error();
        if (failed.blames_data)
            return unexpected(refusal(failed.message));
        const auto at = text::position_of(text_, failed.offset);
        return unexpected(query_error{query_error::kind::internal,
                                      "metricsQuery fails at line " + std::to_string(at.line) + ", column " +
                                          std::to_string(at.column) + ": " + failed.message});
    }
    if (gives_nothing(*query))
        return unexpected(query_error{query_error::kind::internal, "metricsQuery gives an empty query"});
    return *std::move(query);
}

} // namespace barograph::rules

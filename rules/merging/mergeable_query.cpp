#include "rules/merging/mergeable_query.hpp"

#include "rules/text/ascii.hpp"
#include "rules/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace barograph::rules {

namespace {

using promql::match_kind;
using promql::written_matcher;

/// Words that PromQL takes for a label in braces, but not in `by`: numbers, and the one keyword that its
/// grammar leaves out there. Written in quotes they are labels.
bool can_stand_in_by(std::string_view written) {
    constexpr std::array<std::string_view, 3> words{"inf", "nan", "without"};
    return std::ranges::find(words, text::lower_case(written)) == words.end();
}

/// A regular expression must be UTF-8. Prometheus takes U+FFFD in a query for a byte that is none.
bool can_stand_in_regex(std::string_view value) {
    return text::is_valid_utf8(value) && value.find("\ufffd") == std::string_view::npos;
}

bool may_differ(const written_matcher& matcher, const std::vector<written_matcher>& all) {
    const auto& label = matcher.label;
    return matcher.kind == match_kind::equal && label.name != "__name__" && can_stand_in_by(label.text) &&
           !matcher.value.empty() && can_stand_in_regex(matcher.value) &&
           std::ranges::count(all, label.name, [](const auto& one) { return one.label.name; }) == 1;
}

std::string shape_of(const query_form& form) {
    auto argument = form.text.front();
    for (std::size_t i = 0; i < form.labels.size(); ++i)
        argument += form.labels[i].text + "=?" + form.text[i + 1];
    return form.aggregated(form.by, argument);
}

} // namespace

std::string query_form::aggregated(std::span<const promql::written_label> grouping,
                                   std::string_view argument) const {
    auto promql = aggregation;
    for (const auto& label : grouping)
        promql += (&label == &grouping.front() ? " by (" : ", ") + label.text;
    promql += grouping.empty() ? "(" : ") (";
    promql += argument;
    return promql + ")";
}

std::optional<mergeable_query> mergeable_query::read(std::string_view promql) {
    auto query = promql::read_simple_aggregation(promql);
    if (!query)
        return std::nullopt;
    query_form form{.shape = {},
                    .aggregation = std::move(query->aggregation),
                    .by = std::move(query->by),
                    .labels = {},
                    .text = {}};
    std::vector<std::string> values;
    auto text = query->function.empty() ? query->name : query->function + "(" + query->name;
    auto separator = '{';
    for (const auto& matcher : query->matchers) {
        text += separator;
        separator = ',';
        if (!may_differ(matcher, query->matchers)) {
            text += matcher.text;
            continue;
        }
        form.labels.push_back(matcher.label);
        form.text.push_back(std::exchange(text, {}));
        values.push_back(matcher.value);
    }
    if (values.empty())
        return std::nullopt;
    form.text.push_back(text + "}" + (query->function.empty() ? "" : "[" + query->range + "])"));
    form.shape = shape_of(form);
    return mergeable_query(std::make_shared<const query_form>(std::move(form)), std::move(values));
}

void mergeable_query::share_form(const mergeable_query& other) {
    if (shape() == other.shape())
        form_ = other.form_;
}

} // namespace barograph::rules

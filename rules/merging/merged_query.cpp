#include "rules/merging/merged_query.hpp"

#include "rules/text/quote.hpp"
#include "rules/text/regex_literal.hpp"

#include <algorithm>
#include <stdexcept>

namespace barograph::rules {

namespace {

void check(std::span<const mergeable_query* const> queries) {
    const auto is_alien = [&](const mergeable_query* query) {
        return query->shape() != queries.front()->shape();
    };
    if (queries.empty() || std::ranges::any_of(queries, is_alien))
        throw std::invalid_argument("queries to be merged must be of one shape");
}

bool names(const std::vector<promql::written_label>& labels, std::string_view name) {
    return std::ranges::find(labels, name, &promql::written_label::name) != labels.end();
}

} // namespace

merged_query::merged_query(std::span<const mergeable_query* const> queries) {
    check(queries);
    const auto& form = queries.front()->form();
    std::vector<std::u32string> keys(queries.size());
    auto by = form.by;
    auto argument = form.text.front();
    for (std::size_t i = 0; i < form.labels.size(); ++i) {
        const auto& label = form.labels[i];
        differing_label differing{label.name, names(form.by, label.name), {}};
        std::string expression;
        std::u32string numbers;
        for (const auto* query : queries) {
            const auto& value = query->values()[i];
            const auto next = static_cast<char32_t>(differing.values.size());
            const auto [known, is_new] = differing.values.try_emplace(value, next);
            if (is_new)
                expression += (next == 0 ? "" : "|") + text::regex_literal(value);
            numbers += known->second;
        }
        const auto differs = differing.values.size() > 1;
        argument += label.text + (differs ? "=~" : "=");
        text::append_quoted(argument, differs ? expression : queries.front()->values()[i]);
        argument += form.text[i + 1];
        if (!differs)
            continue;
        for (std::size_t query = 0; query < queries.size(); ++query)
            keys[query] += numbers[query];
        if (!differing.is_own)
            by.push_back(label);
        labels_.push_back(std::move(differing));
    }
    for (std::size_t query = 0; query < queries.size(); ++query)
        queries_[std::move(keys[query])].push_back(query);
    promql_ = form.aggregated(by, argument);
}

std::expected<separated_sample, std::string> merged_query::take_apart(label_list labels) const {
    std::u32string key;
    for (const auto& label : labels_) {
        const auto found = std::ranges::find(labels, label.name, &label_list::value_type::first);
        if (found == labels.end())
            return std::unexpected("a sample lacks the label " + text::quoted(label.name) +
                                   ", by which the query is grouped");
        const auto value = label.values.find(found->second);
        if (value == label.values.end())
            return std::unexpected("a sample has the label " + text::quoted(label.name) + " with the value " +
                                   text::quoted(found->second) + ", which was not asked for");
        key += value->second;
        if (!label.is_own)
            labels.erase(found);
    }
    separated_sample sample{{}, std::move(labels)};
    if (const auto found = queries_.find(key); found != queries_.end())
        sample.queries = found->second;
    return sample;
}

} // namespace barograph::rules

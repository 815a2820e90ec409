// Whatever text a query is: if it counts as mergeable, then so does what is made of it, with the same shape
// and values; and merged with another one of its shape each gets back the sample that has its values.
#include "rules/merging/merge_chunks.hpp"
#include "rules/merging/merged_query.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace barograph::rules;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

mergeable_query read(std::string_view promql) {
    auto query = mergeable_query::read(promql);
    require(query.has_value());
    return *std::move(query);
}

// A query of this form in which every value is `other`.
mergeable_query with_other_values(const query_form& form) {
    auto promql = form.aggregation + " by (";
    for (const auto& label : form.by) {
        promql += label.text + ",";
    }
    promql += (form.by.empty() ? ")(" : ") (") + form.text.front();
    for (std::size_t i = 0; i < form.labels.size(); ++i) {
        promql += form.labels[i].text + "='other'" + form.text[i + 1];
    }
    return read(promql + ")");
}

// The sample that has the query's values in all labels that may differ goes to the query `number`.
void check_taken(const merged_query& merged, const mergeable_query& query, std::size_t number) {
    merged_query::label_list labels;
    for (std::size_t i = 0; i < query.values().size(); ++i) {
        labels.emplace_back(query.form().labels[i].name, query.values()[i]);
    }
    const auto taken = merged.take_apart(labels);
    require(taken && std::ranges::find(taken->queries, number) != taken->queries.end());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto query = mergeable_query::read({reinterpret_cast<const char*>(data), size});
    if (!query) {
        return 0;
    }
    const auto other = with_other_values(query->form());
    require(other.shape() == query->shape());

    const std::array both{&*query, &other};
    const auto again = read(merged_query(std::span(both).first(1)).promql());
    require(again.shape() == query->shape() && again.values() == query->values());

    const merged_query merged(both);
    check_taken(merged, *query, 0);
    check_taken(merged, other, 1);
    const auto chunks = merge_chunks(both, {.queries = 2, .encoded_bytes = 100, .combinations = 2});
    require(!chunks.empty() && chunks.size() <= 2);
    return 0;
}

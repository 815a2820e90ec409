#include "rules/merging/merge_chunks.hpp"

#include "rules/text/ascii.hpp"
#include "rules/text/quote.hpp"
#include "rules/text/regex_literal.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace barograph::rules {

namespace {

using query_list = std::span<const mergeable_query* const>;

std::size_t encoded_size(std::string_view text) {
    const auto stays = [](char c) {
        return text::is_alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == '~';
    };
    const auto kept = static_cast<std::size_t>(std::ranges::count_if(text, stays));
    return kept + 3 * (text.size() - kept);
}

/// The form's labels by how many values they have, fewest first.
std::vector<std::size_t> labels_by_variety(query_list queries) {
    std::vector<std::size_t> variety;
    for (std::size_t label = 0; label < queries.front()->values().size(); ++label) {
        std::set<std::string_view> values;
        for (const auto* query : queries)
            values.insert(query->values()[label]);
        variety.push_back(values.size());
    }
    std::vector<std::size_t> labels(variety.size());
    std::iota(labels.begin(), labels.end(), std::size_t{0});
    std::ranges::sort(labels, {}, [&](std::size_t label) { return std::pair(variety[label], label); });
    return labels;
}

std::vector<std::size_t> in_order(query_list queries) {
    const auto labels = labels_by_variety(queries);
    const auto value_in = [&](std::size_t query) {
        return [&values = queries[query]->values()](std::size_t label) -> const std::string& {
            return values[label];
        };
    };
    std::vector<std::size_t> order(queries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t left, std::size_t right) {
        return std::ranges::lexicographical_compare(labels, labels, {}, value_in(left), value_in(right));
    });
    return order;
}

/// What one merged query would be, as queries come to it.
class chunk {
public:
    chunk(const query_form& form, const merge_limits& limits)
        : limits_(limits), values_(form.labels.size()), bytes_(encoded_size(form.shape + " by () ")) {
        for (const auto& label : form.labels)
            bytes_ += encoded_size("=~\"\", " + label.text);
    }

    /// Whether `query` can come to those that are there; then it is one of them.
    bool take(std::size_t index, const mergeable_query& query) {
        auto bytes = bytes_;
        for (std::size_t label = 0; label < values_.size(); ++label)
            if (const std::string_view value = query.values()[label]; !values_[label].contains(value))
                bytes += encoded_size("|") + encoded_size(text::quoted(text::regex_literal(value)));
        if (!indexes_.empty() && (indexes_.size() >= limits_.queries || bytes > limits_.encoded_bytes ||
                                  combinations_with(query) > allowed_combinations()))
            return false;
        bytes_ = bytes;
        for (std::size_t label = 0; label < values_.size(); ++label)
            values_[label].insert(query.values()[label]);
        indexes_.push_back(index);
        return true;
    }

    std::vector<std::size_t> indexes() && { return std::move(indexes_); }

private:
    static std::size_t product(std::size_t left, std::size_t right) {
        std::size_t whole{};
        return __builtin_mul_overflow(left, right, &whole) ? std::numeric_limits<std::size_t>::max() : whole;
    }

    [[nodiscard]] std::size_t combinations_with(const mergeable_query& query) const {
        std::size_t combinations = 1;
        for (std::size_t label = 0; label < values_.size(); ++label) {
            const auto is_new = !values_[label].contains(query.values()[label]);
            combinations = product(combinations, values_[label].size() + (is_new ? 1 : 0));
        }
        return combinations;
    }

    [[nodiscard]] std::size_t allowed_combinations() const {
        return std::max(limits_.combinations, product(limits_.combinations_per_query, indexes_.size() + 1));
    }

    merge_limits limits_;
    std::vector<std::set<std::string_view>> values_; ///< of each label
    std::size_t bytes_;                              ///< at most that many
    std::vector<std::size_t> indexes_;
};

} // namespace

std::vector<std::vector<std::size_t>> merge_chunks(query_list queries, const merge_limits& limits) {
    std::vector<std::vector<std::size_t>> chunks;
    if (queries.empty())
        return chunks;
    const auto& form = queries.front()->form();
    if (std::ranges::any_of(queries, [&](const auto* query) { return query->shape() != form.shape; }))
        throw std::invalid_argument("queries to be merged must be of one shape");
    chunk open(form, limits);
    for (const auto index : in_order(queries)) {
        if (open.take(index, *queries[index]))
            continue;
        chunks.push_back(std::move(open).indexes());
        open = chunk(form, limits);
        open.take(index, *queries[index]);
    }
    chunks.push_back(std::move(open).indexes());
    return chunks;
}

} // namespace barograph::rules

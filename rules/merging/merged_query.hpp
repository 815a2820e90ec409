#pragma once
#include "rules/merging/mergeable_query.hpp"
#include "rules/text/text_map.hpp"

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace barograph::rules {

/// A sample of the merged query, as the single queries would have given it.
struct separated_sample {
    /// Whose sample it is, as indexes into what was merged: one, or several if these were equal. None: it
    /// belongs to no query. Valid as long as the merged_query.
    std::span<const std::size_t> queries;
    std::vector<std::pair<std::string, std::string>> labels;
};

/// Several queries of one shape as one. Immutable; safe to use from several threads.
class merged_query {
public:
    using label_list = std::vector<std::pair<std::string, std::string>>;

    /// `queries`: at least one, all of one shape; else std::invalid_argument. They are not needed afterwards.
    /// Labels whose value is the same in all of them stay as they are, and are not grouped by.
    explicit merged_query(std::span<const mergeable_query* const> queries);

    [[nodiscard]] const std::string& promql() const { return promql_; }

    /// To which queries a sample with `labels` belongs, with the labels that merging added to the grouping
    /// taken out; those that the queries grouped by themselves stay, and so does the order. Costs a look-up
    /// a label, however many queries there are. Prometheus gives the samples of one query in the order in
    /// which it would give them alone.
    ///
    /// The error, one sentence, says why the sample can be no part of an answer to promql(). Then the backend
    /// does not do what the proof needs (it drops labels of replicas, for one): nothing of the answer may be
    /// used, and the queries are to be asked one by one.
    [[nodiscard]] std::expected<separated_sample, std::string> take_apart(label_list labels) const;

private:
    /// A label whose values differ, and a number for each of them.
    struct differing_label {
        std::string name;
        bool is_own; ///< the queries are grouped by it themselves
        text::map<char32_t> values;
    };

    std::string promql_;
    std::vector<differing_label> labels_;
    /// From the numbers of the values to the queries that ask for them.
    std::unordered_map<std::u32string, std::vector<std::size_t>> queries_;
};

} // namespace barograph::rules

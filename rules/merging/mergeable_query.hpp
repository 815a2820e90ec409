#pragma once
#include "rules/promql/simple_aggregation.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Query merging: queries that differ only in the values of equality matchers go out as one, grouped by those
/// labels, and its samples are given back to the queries by the values of those labels.
///
///     sum(x{ns="a",q="1"}) and sum(x{ns="b",q="2"}) become sum by (ns, q) (x{ns=~"a|b",q=~"1|2"})
///
/// Why that is the same: the merged query selects every series that one of the queries selects. Functions are
/// only those that work on each series for itself and keep all its labels but the name. A query selects the
/// series that have its values in those labels, and these are also the ones with which they come into one
/// group (or into its groups, if it is grouped itself) of the merged query; the aggregation is the same.
/// Hence a query without series gets no sample, and NaN and histograms are passed through. Series that none
/// of them asked for (several labels select the cross product) are in groups of their own. A merged query can
/// fail where a single one would not (more series, longer text); it can't succeed where one of them would
/// fail.
namespace barograph::rules {

/// What queries that can be merged have in common.
struct query_form {
    std::string shape;
    std::string aggregation;
    std::vector<promql::written_label> by;
    std::vector<promql::written_label> labels; ///< whose values may differ, each once
    /// The aggregation's argument around the matchers of `labels`: one more than there are labels.
    std::vector<std::string> text;

    /// The aggregation of `argument`, grouped by `grouping`, in PromQL.
    [[nodiscard]] std::string aggregated(std::span<const promql::written_label> grouping,
                                         std::string_view argument) const;
};

/// A query of which several can go out as one. Immutable but for share_form(); a copy shares the form.
class mergeable_query {
public:
    /// None if the query's form is not one for which merging is proved (simple_aggregation.hpp), or if it has
    /// no value that may differ.
    ///
    /// A value may differ in a matcher `label="value"` that is the only one on its label, unless the label is
    /// `__name__` or cannot stand in a `by`, or the value is empty (`label=""` asks for series without the
    /// label), not UTF-8 or holds U+FFFD.
    [[nodiscard]] static std::optional<mergeable_query> read(std::string_view promql);

    /// Two queries can be merged exactly when their shapes are equal. It is all of the query but those
    /// values.
    [[nodiscard]] const std::string& shape() const { return form_->shape; }

    [[nodiscard]] const query_form& form() const { return *form_; }

    /// Those of the form's labels, in their order.
    [[nodiscard]] const std::vector<std::string>& values() const { return values_; }

    /// Takes over the form of a query of the same shape, so that many queries need the memory of one form.
    /// Does nothing if the shapes differ.
    void share_form(const mergeable_query& other);

private:
    mergeable_query(std::shared_ptr<const query_form> form, std::vector<std::string> values)
        : form_(std::move(form)), values_(std::move(values)) {}

    std::shared_ptr<const query_form> form_;
    std::vector<std::string> values_;
};

} // namespace barograph::rules

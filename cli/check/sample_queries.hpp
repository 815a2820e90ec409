#pragma once
#include "rules/rule.hpp"

#include <span>
#include <string>
#include <vector>

namespace barograph::cli {

/// A query as the rule would make it for an HPA.
struct sample_query {
    std::string metric;
    std::string promql;
};

/// What became of a rule's queries.
struct sample_queries {
    std::vector<sample_query> made;
    std::vector<std::string> failures; ///< of metrics that no question can be made for, one sentence each
};

/// The queries for each of `series` (names that the rule keeps): once without a selector, once with one that
/// uses every kind of matcher, both in a namespace. A rule whose query does not use them gives one query.
/// Without series the rule's only one stands in, else a made-up name.
sample_queries make_sample_queries(const rules::rule& rule, std::span<const std::string> series);

} // namespace barograph::cli

#pragma once
#include "test/property/merging/random_series.hpp"

#include <string>
#include <vector>

namespace barograph::test {

/// Queries that differ only in the values of some equality matchers.
struct query_family {
    std::vector<std::string> queries; ///< at least two, all different
    /// They select series of several names, so that a function can give two samples with the same labels,
    /// which Prometheus refuses, and perhaps only when they are merged.
    bool may_be_refused = false;
};

query_family random_queries(random_source& random, const std::vector<label_set>& series);

} // namespace barograph::test

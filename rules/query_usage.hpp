#pragma once
#include "rules/template/node.hpp"

namespace barograph::rules {

/// What a metricsQuery asks of its data. Errs on the side of yes: a template that uses all of its data at
/// once, as in
/// `<<printf "%v" .>>`, uses each part.
struct query_usage {
    bool series = false;   ///< .Series
    bool matchers = false; ///< .LabelMatchers
    bool values = false;   ///< .LabelValuesByName
    /// Each `.Series` stands alone in an action, so that its text goes into the query as it is.
    bool series_only_printed = true;
};

[[nodiscard]] query_usage usage_of(const templates::tree& syntax);

} // namespace barograph::rules

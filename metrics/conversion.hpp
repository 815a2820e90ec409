#pragma once
#include "metrics/error.hpp"
#include "metrics/external_value.hpp"
#include "prometheus/query_result.hpp"
#include "rules/fallback_policy.hpp"

#include <expected>
#include <string>

namespace barograph::metrics {

struct conversion {
    value_list values;
    std::string odd_sample; ///< the first sample that was dropped or replaced, in one sentence; empty: none
};

/// Samples to values of metric `name`: the decimal text cut to thousandths. NaN, an infinity and a number too
/// large for a Quantity are errc::not_finite unless `on_non_finite` says `drop` or `value`; a native
/// histogram, a string or a matrix is errc::bad_value. Errors name the series; `rule` is for the message.
std::expected<conversion, error> to_values(const std::string& name, const prometheus::query_result& result,
                                           const std::string& rule,
                                           const rules::substitute& on_non_finite = {});

} // namespace barograph::metrics

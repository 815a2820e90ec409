#pragma once
#include "metrics/error.hpp"
#include "metrics/provider.hpp"
#include "prometheus/query_result.hpp"

#include <expected>
#include <string>

namespace barograph::metrics {

/// Samples to values of metric `name`: the decimal text cut to thousandths. NaN, an infinity, a number too
/// large for a Quantity, a native histogram, a string or a matrix is errc::bad_value, and names the series;
/// `rule` is for the message.
std::expected<value_list, error> to_values(const std::string& name, const prometheus::query_result& result,
                                           const std::string& rule);

} // namespace barograph::metrics

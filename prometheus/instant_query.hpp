#pragma once
#include "prometheus/answer.hpp"
#include "prometheus/query_result.hpp"

#include <expected>

namespace barograph::prometheus {

/// Decodes the answer to `/api/v1/query`. A sample without a readable time or value, or with two of anything,
/// makes the whole answer malformed: guessing would make a number of it.
std::expected<query_result, error> decode_instant_query(const net::http_response& response,
                                                        const std::string& where);

} // namespace barograph::prometheus

#pragma once
#include "prometheus/answer.hpp"
#include "prometheus/query_result.hpp"

#include <expected>
#include <memory>

namespace barograph::prometheus {

/// Decodes the answer to `/api/v1/query`. A sample without a readable time or value, or with two of anything,
/// makes the whole answer malformed: guessing would make a number of it.
std::unique_ptr<answer_decoder<query_result>> create_instant_query_decoder();

/// The same for an answer that is there as a whole.
std::expected<query_result, error> decode_instant_query(const net::http_response& response,
                                                        const std::string& where);

} // namespace barograph::prometheus

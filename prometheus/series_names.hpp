#pragma once
#include "prometheus/answer.hpp"

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace barograph::prometheus {

/// Decodes the answer to `/api/v1/label/__name__/values` or to `/api/v1/series`: the names, sorted, each
/// once. A series without a name is passed over. An absent or null `data` is malformed, not an empty list.
std::unique_ptr<answer_decoder<std::vector<std::string>>> create_series_names_decoder();

/// The same for an answer that is there as a whole.
std::expected<std::vector<std::string>, error> decode_series_names(const net::http_response& response,
                                                                   const std::string& where);

} // namespace barograph::prometheus

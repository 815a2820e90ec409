#pragma once
#include "prometheus/answer.hpp"

#include <expected>
#include <string>
#include <vector>

namespace barograph::prometheus {

/// Decodes the answer to `/api/v1/label/__name__/values` or to `/api/v1/series`: the names, sorted, each
/// once. A series without a name is passed over. An absent or null `data` is malformed, not an empty list.
std::expected<std::vector<std::string>, error> decode_series_names(const net::http_response& response,
                                                                   const std::string& where);

} // namespace barograph::prometheus

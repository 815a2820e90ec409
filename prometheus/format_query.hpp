#pragma once
#include "prometheus/answer.hpp"

#include <expected>
#include <optional>
#include <string>

namespace barograph::prometheus {

/// What the answer to `/api/v1/format_query` says about a query: that it parses, or the backend's objection.
/// Nothing when the backend does not know this request (Prometheus before 2.40, VictoriaMetrics, some
/// proxies): only an answer of the Prometheus HTTP API, with a text or with `bad_data`, is a verdict. A
/// backend that can't answer at all just now (5xx, 429) is an error all the same.
std::optional<std::expected<void, error>> decode_format_query(const net::http_response& response,
                                                              const std::string& where);

} // namespace barograph::prometheus

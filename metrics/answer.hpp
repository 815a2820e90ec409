#pragma once
#include "metrics/explanation.hpp"
#include "net/asio.hpp"

namespace barograph::metrics {

/// What one query came to, kept for those who ask next. Immutable: share it freely.
struct answer {
    values_result result;
    net::time_point queried; ///< when the query was sent: the values are at least as new
    net::time_point usable_until;
};

} // namespace barograph::metrics

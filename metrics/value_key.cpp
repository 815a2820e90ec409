#include "metrics/value_key.hpp"

namespace barograph::metrics {

std::string key_of(const value_request& request) {
    // None of the parts can hold a NUL.
    const std::string separator(1, '\0');
    return request.metric + separator + request.ns + separator + rules::to_string(request.labels);
}

} // namespace barograph::metrics

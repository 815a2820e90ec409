#include "metrics/value_key.hpp"

#include <chrono>

namespace barograph::metrics {

bool may_ask_soon(const value_key& key, net::time_point now) {
    // As long as a controller may be busy with all its other objects.
    constexpr std::chrono::minutes busy{5};
    const auto last = key.live->pattern().last();
    return last && now - *last < busy;
}

std::string key_of(const value_request& request) {
    // None of the parts can hold a NUL.
    const std::string separator(1, '\0');
    return request.metric + separator + request.ns + separator + rules::to_string(request.labels);
}

} // namespace barograph::metrics

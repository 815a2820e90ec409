#include "metrics/value_key.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace barograph::metrics {

bool may_ask_soon(const value_key& key, net::time_point now) {
    // As long as a controller may be busy with all its other objects, thousands of which may have to wait.
    constexpr std::chrono::minutes busy{30};
    const auto last = key.live->pattern().last();
    return last && now - *last < busy;
}

void value_key::land(const std::shared_ptr<value_flight>& arrived, std::shared_ptr<const answer> told) {
    std::erase(flights, arrived);
    arrived->land(std::move(told));
}

std::optional<net::time_point> value_key::under_way(net::time_point now) const {
    std::optional<net::time_point> newest;
    for (const auto& each : flights) {
        newest = std::max(newest, std::optional(each->left().value_or(now)));
    }
    return newest;
}

std::string key_of(const value_request& request) {
    // None of the parts can hold a NUL.
    const std::string separator(1, '\0');
    return request.metric + separator + request.ns + separator + rules::to_string(request.labels);
}

} // namespace barograph::metrics

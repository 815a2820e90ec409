#include "metrics/known_series.hpp"

#include <algorithm>

namespace barograph::metrics {

void known_series::seen(const std::vector<std::string>& names, time now, std::chrono::nanoseconds max_age) {
    for (auto& [name, since] : missing_since_) {
        since = std::min(since, now);
    }
    for (const auto& name : names) {
        missing_since_.insert_or_assign(name, time::max());
    }
    std::erase_if(missing_since_, [&](const auto& entry) {
        return entry.second != time::max() && now - entry.second > max_age;
    });
}

std::vector<std::string> known_series::names() const {
    std::vector<std::pair<time, std::string>> ordered;
    ordered.reserve(missing_since_.size());
    for (const auto& [name, since] : missing_since_) {
        ordered.emplace_back(since, name);
    }
    std::ranges::sort(ordered);
    std::vector<std::string> result;
    result.reserve(ordered.size());
    for (auto& [since, name] : ordered) {
        result.push_back(std::move(name));
    }
    return result;
}

} // namespace barograph::metrics

#include "metrics/known_series.hpp"

#include <algorithm>

namespace barograph::metrics {

void known_series::seen(const std::vector<std::string>& names, time now, std::chrono::nanoseconds max_age) {
    for (const auto& name : names) {
        last_seen_.insert_or_assign(name, now);
    }
    std::erase_if(last_seen_, [&](const auto& entry) { return now - entry.second > max_age; });
}

std::vector<std::string> known_series::names() const {
    std::vector<std::pair<time, std::string>> ordered;
    for (const auto& [name, when] : last_seen_) {
        ordered.emplace_back(when, name);
    }
    std::ranges::sort(ordered);
    std::vector<std::string> result;
    for (auto& [when, name] : ordered) {
        result.push_back(std::move(name));
    }
    return result;
}

} // namespace barograph::metrics

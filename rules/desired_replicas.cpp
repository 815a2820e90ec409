#include "rules/desired_replicas.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace barograph::rules {

namespace {

// Far above what a cluster can hold; a wish beyond it has no meaning, but a conversion of it would.
constexpr double most_replicas = std::numeric_limits<std::int32_t>::max();

std::int64_t rounded_up(double replicas) {
    return static_cast<std::int64_t>(std::clamp(std::ceil(replicas), -most_replicas, most_replicas));
}

} // namespace

replica_wish desired_replicas(hpa_target target, double usage_milli, std::int64_t current_replicas,
                              double tolerance) {
    const auto wanted = static_cast<double>(target.milli);
    const auto current = static_cast<double>(current_replicas);
    const bool is_average = target.what == hpa_target::kind::average_value;
    replica_wish wish;
    if (is_average && current_replicas == 0) {
        wish.usage_ratio = std::numeric_limits<double>::infinity();
    } else {
        wish.usage_ratio = usage_milli / (is_average ? wanted * current : wanted);
    }
    wish.within_tolerance = current_replicas != 0 && std::abs(1.0 - wish.usage_ratio) <= tolerance;
    if (wish.within_tolerance) {
        wish.replicas = current_replicas;
    } else if (is_average || current_replicas == 0) {
        wish.replicas = rounded_up(usage_milli / wanted);
    } else {
        wish.replicas = rounded_up(wish.usage_ratio * current);
    }
    return wish;
}

} // namespace barograph::rules

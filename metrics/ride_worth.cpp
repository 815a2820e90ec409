#include "metrics/ride_worth.hpp"

#include <algorithm>

namespace barograph::metrics {

std::size_t ride_worth::of(std::size_t all) const {
    constexpr std::size_t least = 2;
    // To come along costs far less than a query, so that it pays though only some are used.
    const auto worthwhile = static_cast<std::size_t>(2 * share_ * static_cast<double>(all));
    return std::min(std::max(worthwhile, least), all);
}

} // namespace barograph::metrics

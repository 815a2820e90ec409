#pragma once
#include <cstddef>

namespace barograph::metrics {

/// How many of a group's keys had better come along in a query for others, by how many of those before were
/// then asked for while their value was young enough. In a controller's round nearly all are; where asks come
/// in no order, or more slowly than values age, it would be work for nothing. Not thread-safe.
class ride_worth {
public:
    void was(bool used) { share_ += ((used ? 1.0 : 0.0) - share_) / weight; }

    /// Of so many that could; never none, so that it shows when it is worthwhile again.
    [[nodiscard]] std::size_t of(std::size_t all) const;

private:
    /// So many rides tell.
    static constexpr double weight = 32;

    double share_ = 1;
};

} // namespace barograph::metrics

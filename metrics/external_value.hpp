#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace barograph::metrics {

/// One value of an external metric, ready to be encoded.
struct external_value {
    std::string metric_name;
    /// Sorted by name. Absent for a scalar, which has no labels at all (JSON null).
    std::optional<std::vector<std::pair<std::string, std::string>>> labels;
    std::int64_t timestamp = 0; ///< of the sample: Unix time, seconds
    std::int64_t milli = 0;     ///< the value in thousandths
    /// How many seconds it was measured over, where its source says so; a PromQL query does not.
    std::optional<std::int64_t> window{};
};

using value_list = std::vector<external_value>;

} // namespace barograph::metrics

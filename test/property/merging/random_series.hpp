#pragma once
#include "test/property/merging/random_source.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace barograph::test {

/// The labels that series have or lack, some of them words of PromQL.
inline const std::vector<std::string> label_names{"ns", "queue", "tier", "by", "on"};
/// A gauge, a counter and a name with a colon.
inline const std::vector<std::string> series_names{"depth", "done_total", "wait:age"};

/// Samples every 30 s from `begin` for ten minutes.
inline constexpr std::int64_t begin_of_samples = 1'700'000'000;

using label_set = std::map<std::string, std::string>;

struct recorded_series {
    std::vector<label_set> label_sets; ///< without the name; each name has all of them
    std::string text;                  ///< OpenMetrics
};

/// A label value that means something to PromQL, to RE2 or to both, and seldom is empty.
std::string random_value(random_source& random);

/// Series with few enough values that they share them, with missing labels, resets, ends, NaN and infinities,
/// and with numbers whose sum depends on the order.
recorded_series random_series(random_source& random);

} // namespace barograph::test

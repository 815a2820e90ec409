#pragma once
#include <chrono>
#include <cstddef>

namespace barograph::metrics {

struct value_cache_options {
    /// How long before an answer its query may have been sent.
    std::chrono::nanoseconds max_staleness = std::chrono::seconds{5};
    /// For one query, its wait for a turn included.
    std::chrono::nanoseconds query_timeout = std::chrono::seconds{10};
    std::size_t max_queries = 100;  ///< at once
    std::size_t max_keys = 200'000; ///< questions remembered; of more, those asked longest ago are forgotten
    bool merge_queries = true;
    std::size_t merged_query_bytes = std::size_t{7} << 10U; ///< of its PromQL, percent-encoded
};

} // namespace barograph::metrics

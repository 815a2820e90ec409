#pragma once
#include "rules/merging/mergeable_query.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace barograph::rules {

/// How much goes into one merged query.
struct merge_limits {
    std::size_t queries = 200;
    /// Of the PromQL as it stands percent-encoded in a URL or in a form. The default leaves room for the rest
    /// of the request line within the 8 KiB that many proxies allow it.
    std::size_t encoded_bytes = std::size_t{7} << 10U;
    /// Matchers of several labels select the cross product of their values. It may have this many
    /// combinations, or as many for each of the queries as is said next, whichever is more.
    std::size_t combinations = 2'500;
    std::size_t combinations_per_query = 4;
};

/// Parts `queries`, all of one shape (else std::invalid_argument), into chunks to be merged, each a list of
/// indexes. Every query is in one chunk. A chunk of one query can break a limit, others never do. Queries
/// with equal values stand together, so that chunks are few and their cross products small. The same queries
/// give the same chunks.
[[nodiscard]] std::vector<std::vector<std::size_t>>
merge_chunks(std::span<const mergeable_query* const> queries, const merge_limits& limits = {});

} // namespace barograph::rules

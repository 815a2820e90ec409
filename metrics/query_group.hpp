#pragma once
#include "metrics/latency_estimate.hpp"
#include "metrics/value_key.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace barograph::metrics {

/// A key whose query is asked for. Once its flight is another, it has another query.
struct passenger {
    std::shared_ptr<value_key> key;
    std::shared_ptr<value_flight> flight;
    bool asked = false; ///< somebody waits for it; else it is a refresh

    [[nodiscard]] bool still_wants() const { return key->flight == flight; }
};

/// Keys that one query can answer: those of one PromQL, or of one form that may be merged. Of the
/// io_context's thread.
struct query_group {
    std::string rule;                           ///< for taking turns
    std::optional<rules::mergeable_query> form; ///< of one of its queries, if they can be merged
    latency_estimate latency;
    std::vector<passenger> boarding;                      ///< whose queries go out next
    bool called = false;                                  ///< somebody waits for a turn for them
    std::size_t flying = 0;                               ///< queries under way
    std::set<std::pair<net::time_point, value_key*>> due; ///< set by refresh_schedule alone
    net::time_point single_until{}; ///< until when merging is not tried again, after the backend refused it
};

} // namespace barograph::metrics

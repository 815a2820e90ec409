#pragma once
#include "metrics/ask_pressure.hpp"
#include "metrics/latency_estimate.hpp"
#include "metrics/value_key.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace barograph::metrics {

enum class boarding_reason {
    asked = 1, ///< somebody waits
    refresh,
    along, ///< it only comes along while others are asked for
};

/// A key whose query is asked for. Once its flight is another, it has another query.
struct passenger {
    std::shared_ptr<value_key> key;
    std::shared_ptr<value_flight> flight;
    boarding_reason why{};

    [[nodiscard]] bool still_wants() const { return key->flight == flight; }
};

/// Keys that one query can answer: those of one PromQL, or of one form that may be merged. Of the
/// io_context's thread.
struct query_group {
    /// Whether it takes so long that it matters if an ask waits.
    [[nodiscard]] bool is_slow() const { return latency.value() >= std::chrono::milliseconds{250}; }

    std::string rule;                           ///< for taking turns
    std::optional<rules::mergeable_query> form; ///< of one of its queries, if they can be merged
    latency_estimate latency;
    ask_pressure pressure;
    std::map<std::uint64_t, value_key*> members; ///< all of its keys by number; set by value_cache alone
    std::vector<passenger> boarding;             ///< whose queries go out next
    bool called = false;                         ///< somebody waits for a turn for them
    std::size_t flying = 0;                      ///< queries under way
    std::set<std::pair<net::time_point, value_key*>> due; ///< set by refresh_schedule alone
    net::time_point single_until{}; ///< until when merging is not tried again, after the backend refused it
};

} // namespace barograph::metrics

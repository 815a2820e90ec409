#pragma once
#include "metrics/ask_pressure.hpp"
#include "metrics/latency_estimate.hpp"
#include "metrics/ride_worth.hpp"
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

/// A key whose query is asked for. Once the flight is over no answer is wanted: it came, or the query is
/// another.
struct passenger {
    std::shared_ptr<value_key> key;
    std::shared_ptr<value_flight> flight;
    boarding_reason why{};
    net::time_point since{}; ///< when it was told to come

    [[nodiscard]] bool still_wants() const { return !flight->is_over(); }
};

/// Keys that one query can answer: those of one PromQL, or of one form that may be merged. Of the
/// io_context's thread.
struct query_group {
    /// Whether it takes so long that it matters if an ask waits, also when there is little else to do. A
    /// backend that is slow for all that it has to do must not be given more to do for that.
    [[nodiscard]] bool is_slow() const { return latency.least() >= std::chrono::milliseconds{250}; }

    /// Whether it is slow, and so many asks wait for it that they delay each other.
    [[nodiscard]] bool is_pressed(net::time_point now) const { return is_slow() && pressure.is_high(now); }

    /// Learns, when one of its keys needs a value anew, whether it was of any use that it came along last
    /// time. An ask that finds nothing counts as the next one: call this before `live` is told of it.
    void judge_ride(value_key& key) {
        if (const auto rode = std::exchange(key.rode, std::nullopt)) {
            rides.was(key.live->pattern().last() >= rode);
        }
    }

    std::string rule;                           ///< for taking turns
    std::optional<rules::mergeable_query> form; ///< of one of its queries, if they can be merged
    latency_estimate latency;
    ask_pressure pressure;
    ride_worth rides;
    std::map<std::uint64_t, value_key*> members; ///< all of its keys by number; set by value_cache alone
    std::vector<passenger> boarding;             ///< whose queries go out next
    bool called = false;                         ///< somebody waits for a turn for them
    std::multiset<std::string> flying;           ///< PromQL of the queries under way
    std::set<std::pair<net::time_point, value_key*>> due; ///< set by refresh_schedule alone
    net::time_point single_until{}; ///< until when merging is not tried again, after the backend refused it
};

} // namespace barograph::metrics

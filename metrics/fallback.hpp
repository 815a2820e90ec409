#pragma once
#include "metrics/clock.hpp"
#include "metrics/explanation.hpp"
#include "metrics/last_good_answers.hpp"
#include "rules/fallback_policy.hpp"

#include <optional>
#include <string>

/// What a rule's fallbacks make of an answer that is not there. Pure: the time is told.
namespace barograph::metrics {

/// The answer by policy.
struct decided_answer {
    values_result result;
    std::optional<substitution> instead; ///< set when the result is not what Prometheus said
};

/// Decides what to tell: `outcome` as it stands, or what `policy` puts in its place. `metric` names the
/// values made, `last` is the last good answer to the same question, `now` and `wall_clock` are the time.
/// errc::not_found and errc::bad_request are the asker's own, and no policy covers them.
decided_answer apply(const rules::fallback_policy& policy, const std::string& metric, values_result outcome,
                     const std::optional<good_answer>& last, net::time_point now,
                     std::chrono::sys_seconds wall_clock);

} // namespace barograph::metrics

#include "metrics/fallback.hpp"

namespace barograph::metrics {

namespace {

using rules::substitute;

std::shared_ptr<const value_list> fixed_value(const std::string& metric, std::int64_t milli,
                                              std::chrono::sys_seconds wall_clock) {
    value_list list;
    list.push_back({.metric_name = metric,
                    .labels = std::vector<std::pair<std::string, std::string>>{},
                    .timestamp = wall_clock.time_since_epoch().count(),
                    .milli = milli});
    return std::make_shared<const value_list>(std::move(list));
}

std::string seconds_text(std::chrono::seconds time) {
    return std::to_string(time.count()) + " s";
}

decided_answer put(const substitute& instead, const std::string& metric, error failure,
                   const std::optional<good_answer>& last, net::time_point now,
                   std::chrono::sys_seconds wall_clock) {
    if (instead.what == substitute::kind::value) {
        return {fixed_value(metric, instead.milli, wall_clock),
                substitution{.what = "value", .because = std::move(failure.message)}};
    }
    if (instead.what != substitute::kind::hold) {
        return {std::unexpected(std::move(failure)), std::nullopt};
    }
    if (!last) {
        failure.message += "; there is no earlier value to hold";
        return {std::unexpected(std::move(failure)), std::nullopt};
    }
    if (now - last->when > instead.hold) {
        failure.message += "; the last good value is older than the " +
                           seconds_text(std::chrono::ceil<std::chrono::seconds>(instead.hold)) +
                           " that it may be held";
        return {std::unexpected(std::move(failure)), std::nullopt};
    }
    return {last->values,
            substitution{.what = "hold",
                         .because = std::move(failure.message),
                         .age = std::chrono::duration_cast<std::chrono::seconds>(now - last->when),
                         .until = last->when + instead.hold}};
}

} // namespace

decided_answer apply(const rules::fallback_policy& policy, const std::string& metric, values_result outcome,
                     const std::optional<good_answer>& last, net::time_point now,
                     std::chrono::sys_seconds wall_clock) {
    if (outcome) {
        if (!(*outcome)->empty() || !policy.on_empty) {
            return {std::move(outcome), std::nullopt};
        }
        error empty{errc::no_sample, "metric " + metric + ": the query gives no sample"};
        return put(*policy.on_empty, metric, std::move(empty), last, now, wall_clock);
    }
    switch (outcome.error().code) {
    case errc::not_found:
    case errc::bad_request:
        return {std::move(outcome), std::nullopt};
    case errc::not_finite:
        return put(policy.on_non_finite, metric, std::move(outcome.error()), last, now, wall_clock);
    case errc::no_sample:
    case errc::bad_value:
    case errc::unavailable:
    case errc::timed_out:
    case errc::internal:
        break;
    }
    return put(policy.on_failure, metric, std::move(outcome.error()), last, now, wall_clock);
}

} // namespace barograph::metrics

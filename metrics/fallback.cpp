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

std::string seconds_text(net::steady_clock::duration age) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(age).count()) + " s";
}

decided_answer put(const substitute& instead, const std::string& metric, error failure,
                   const std::optional<good_answer>& last, net::time_point now,
                   std::chrono::sys_seconds wall_clock) {
    if (instead.what == substitute::kind::value) {
        return {fixed_value(metric, instead.milli, wall_clock), substitution{"value", failure.message}};
    }
    if (instead.what != substitute::kind::hold) {
        return {std::unexpected(std::move(failure)), std::nullopt};
    }
    if (!last) {
        failure.message += "; there is no earlier value to hold";
        return {std::unexpected(std::move(failure)), std::nullopt};
    }
    const auto age = now - last->when;
    if (age > instead.hold) {
        failure.message += "; the last good value is " + seconds_text(age) + " old and may be held for " +
                           seconds_text(instead.hold);
        return {std::unexpected(std::move(failure)), std::nullopt};
    }
    return {last->values,
            substitution{"hold", failure.message + "; holding the value of " + seconds_text(age) + " ago"}};
}

} // namespace

void last_good_answers::remember(const std::string& question, good_answer answer) {
    if (const auto known = index_.find(question); known != index_.end()) {
        newest_first_.erase(known->second);
        index_.erase(known);
    }
    newest_first_.emplace_front(question, std::move(answer));
    index_.emplace(question, newest_first_.begin());
    if (newest_first_.size() > capacity_) {
        index_.erase(newest_first_.back().first);
        newest_first_.pop_back();
    }
}

std::optional<good_answer> last_good_answers::find(const std::string& question) const {
    const auto known = index_.find(question);
    return known == index_.end() ? std::nullopt : std::optional(known->second->second);
}

decided_answer apply(const rules::policy& policy, const std::string& metric, values_result outcome,
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

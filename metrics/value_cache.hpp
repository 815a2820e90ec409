#pragma once
#include "metrics/clock.hpp"
#include "metrics/discovery.hpp"
#include "metrics/provider.hpp"
#include "metrics/query_dispatch.hpp"
#include "metrics/refresh_schedule.hpp"
#include "metrics/refresh_timing.hpp"
#include "metrics/rule_answers.hpp"
#include "metrics/value_cache_options.hpp"
#include "metrics/value_keys.hpp"
#include "net/task_group.hpp"
#include "prometheus/api.hpp"
#include "telemetry/instruments.hpp"

#include <memory>
#include <string>
#include <vector>

namespace barograph::metrics {

/// Answers from memory. A question that is asked again and again is put to Prometheus shortly before its next
/// ask is due (ask_pattern, refresh_timing), together with those it can share a query with; one that is no
/// longer asked is put no more. An ask that finds no value, or one that is too old, waits for a query. Keys
/// of different metrics, namespaces, selectors or rules never share a value.
///
/// Use from the io_context's thread only, but for what remembered() gives. `source`, `api`, `counts` and
/// `tasks` must outlive it, and no task of it may run when it goes.
class value_cache final : public provider {
public:
    value_cache(net::executor ex, const discovery& source, prometheus::api& api,
                telemetry::instruments& counts, net::task_group& tasks, value_cache_options options,
                clock time = {});

    [[nodiscard]] std::shared_ptr<const name_list> names() const override;
    net::awaitable<values_result> values(value_request request) override;
    /// Always asks Prometheus, so that the steps are those of the moment.
    net::awaitable<explanation> explain(value_request request) override;
    [[nodiscard]] std::shared_ptr<live_value> remembered(const value_request& request) const override;

    /// Keeps values fresh until cancelled.
    net::awaitable<> run();
    /// What run() does at one moment: sends the queries that are due.
    void refresh_due(net::time_point now);
    /// Lets go of whatever the rules of the current catalogue would answer otherwise.
    void rules_changed();

private:
    using key_ptr = std::shared_ptr<value_key>;

    net::awaitable<std::expected<key_ptr, explanation>> key_for(value_request request);
    net::awaitable<> prepare_again(std::vector<key_ptr> changed);
    [[nodiscard]] std::shared_ptr<const answer> landed(const key_ptr& key, net::time_point queried,
                                                       const query_dispatch::result& came);
    /// Whether its query is the one that the rules in force give.
    [[nodiscard]] bool is_current(const value_key& key) const;
    /// Puts the next refresh where the first ask from `from` on needs it.
    void schedule(value_key& key, net::time_point from);
    void look_again(value_key& key);
    void keep_fresh(value_key& key, net::time_point usable_until);
    [[nodiscard]] bool is_kept_fresh(const value_key& key, net::time_point now) const;
    /// Wakes run() when something is due before it would.
    void arm();

    [[nodiscard]] refresh_timing timing(const value_key& key, const ask_pattern& pattern) const {
        return {options_.max_staleness, key.group->latency.value(), pattern.jitter(), dispatch_.is_crowded()};
    }

    const discovery& discovery_;
    prometheus::api& api_;
    telemetry::value_instruments& counts_;
    net::task_group& tasks_;
    value_cache_options options_;
    clock clock_;
    rule_answers answers_;
    query_dispatch dispatch_;
    value_flight::timer wake_; ///< of run(), for the next refresh
    refresh_schedule schedule_;
    value_keys keys_;
    net::time_point swept_{};
};

} // namespace barograph::metrics

#pragma once
#include "metrics/clock.hpp"
#include "metrics/query_group.hpp"
#include "metrics/query_slots.hpp"
#include "metrics/value_cache_options.hpp"
#include "metrics/value_key.hpp"
#include "net/task_group.hpp"
#include "prometheus/api.hpp"
#include "telemetry/value_instruments.hpp"

#include <expected>
#include <functional>
#include <memory>
#include <vector>

namespace barograph::metrics {

/// Sends the queries of keys. Asks of one moment go out together, and while many queries of a group are under
/// way its next asks gather, so that the busier Prometheus is the more share one query. Rules take turns, and
/// no more than `max_queries` are under way at once. A backend that limits the rate is asked more slowly.
/// Use from the io_context's thread only; `api`, `counts` and `tasks` must outlive it.
class query_dispatch {
public:
    using key_ptr = std::shared_ptr<value_key>;
    using group_ptr = std::shared_ptr<query_group>;
    using result = std::expected<prometheus::query_result, prometheus::error>;
    /// Told each answer before those who wait for it, and makes of it what they are told.
    using landing =
        std::function<std::shared_ptr<const answer>(const key_ptr&, net::time_point queried, const result&)>;

    query_dispatch(net::executor ex, prometheus::api& api, telemetry::value_instruments& counts,
                   net::task_group& tasks, const value_cache_options& options, clock time,
                   landing on_landing);

    /// A query for somebody who waits; the one under way, if there is one.
    std::shared_ptr<value_flight> take_off(const key_ptr& key);
    /// Queries for keys of one group that nobody waits for; those under way already are passed over.
    void refresh(const std::vector<value_key*>& keys);

private:
    /// One query and those whom it answers.
    struct load {
        group_ptr group;
        std::vector<passenger> passengers;
        telemetry::query_purpose purpose{};
    };

    net::awaitable<> call(group_ptr group);
    void depart(const group_ptr& group);
    void send(const group_ptr& group, std::vector<passenger> boarded, telemetry::query_purpose purpose);
    net::awaitable<> fly(load carried);
    net::awaitable<std::pair<net::time_point, result>> ask(const query_group& group, std::string promql);
    void land(const load& carried, net::time_point queried, const result& came);

    net::executor executor_;
    prometheus::api& api_;
    telemetry::value_instruments& counts_;
    net::task_group& tasks_;
    value_cache_options options_;
    clock clock_;
    landing on_landing_;
    query_slots slots_;
};

} // namespace barograph::metrics

#pragma once
#include "metrics/clock.hpp"
#include "metrics/query_group.hpp"
#include "metrics/query_load.hpp"
#include "metrics/query_slots.hpp"
#include "metrics/rider_choice.hpp"
#include "metrics/value_cache_options.hpp"
#include "metrics/value_key.hpp"
#include "net/task_group.hpp"
#include "prometheus/api.hpp"
#include "telemetry/failure_log.hpp"
#include "telemetry/value_instruments.hpp"

#include <expected>
#include <functional>
#include <memory>
#include <vector>

namespace barograph::metrics {

/// Sends the queries of keys. Rules take turns, and no more than `max_queries` queries are under way at once,
/// nor more than a few of one group. Which keys a query is for is decided when its turn comes: all that wait
/// by then, so that the busier Prometheus is the more share one query, and those of the group whose asks gain
/// by it (`rider_choice`), if that costs no query, as many as are likely to be of use (`ride_worth`). A
/// backend that limits the rate is asked more slowly. A merged query that fails is asked one by one. Use from
/// the io_context's thread only; `api`, `counts` and `tasks` must outlive it.
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
    /// Queries for keys of one group, at least one, that nobody waits for.
    void refresh(const std::vector<value_key*>& keys);

    /// Whether so many queries are under way that there had better be fewer.
    [[nodiscard]] bool is_crowded() const { return slots_.are_scarce(); }

private:
    /// The answer to a query, and when it was sent.
    struct reply {
        net::time_point queried;
        result came;
    };

    using turn = std::optional<query_slots::slot>;

    [[nodiscard]] passenger passenger_for(const key_ptr& key, boarding_reason why);
    void summon(const group_ptr& group);
    net::awaitable<> call(group_ptr group);
    [[nodiscard]] std::vector<query_load> take_boarded(const group_ptr& group);
    void take_along(const group_ptr& group, std::vector<passenger>& boarded, rider_choice::occasion what);
    void launch(std::vector<query_load> loads);
    net::awaitable<> fly(query_load carried);
    net::awaitable<> fly_in_turn(query_load carried, turn own);
    net::awaitable<turn> next_turn(const query_group& group);
    net::awaitable<reply> ask(const query_load& carried);
    [[nodiscard]] prometheus::error busy() const;
    void land(const std::vector<passenger>& passengers, net::time_point queried, const result& came);
    void land_all(const std::vector<std::vector<passenger>>& queries, const reply& got);
    /// Hands out the answer to a merged query; what has to be asked one by one stays in `carried`, and the
    /// result says why.
    [[nodiscard]] std::expected<void, prometheus::error> share_out(query_load& carried, const reply& got);
    net::awaitable<> ask_one_by_one(query_load& carried, const reply& got, prometheus::error why);

    net::executor executor_;
    prometheus::api& api_;
    telemetry::value_instruments& counts_;
    net::task_group& tasks_;
    value_cache_options options_;
    clock clock_;
    landing on_landing_;
    query_slots slots_;
    telemetry::failure_log merging_;
};

} // namespace barograph::metrics

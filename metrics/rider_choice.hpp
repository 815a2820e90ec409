#pragma once
#include "metrics/query_group.hpp"
#include "metrics/refresh_timing.hpp"
#include "metrics/value_key.hpp"
#include "net/asio.hpp"

namespace barograph::metrics {

/// Which keys of a group come along in a query that goes out now for others of it. It costs no query, and
/// Prometheus little more. Pure, but for what it reads of the keys; for use at once, while the group lives.
class rider_choice {
public:
    using duration = refresh_timing::duration;

    /// Whose query it is, and how many others there are.
    struct occasion {
        bool somebody_waits = false;
        bool queries_are_scarce = false;
    };

    rider_choice(const query_group& group, duration max_staleness, net::time_point now, occasion what);

    /// Whether anybody's answer may gain by it.
    [[nodiscard]] bool is_worthwhile(const value_key& key) const;

private:
    /// Whether it would find nothing when it is asked for next. A controller that has waited asks for the
    /// rest of its objects right afterwards, in the same order as before.
    [[nodiscard]] bool would_wait(const value_key& key) const;
    /// Whether a key with regular asks is asked for while the answer would count. One that is late counts,
    /// however late: its controller may have been away. Behind a slow backend asks that wait delay the
    /// others, so that a regular key may come at another time than it used to.
    [[nodiscard]] bool may_come_in_time(const value_key& key) const;
    /// Whether an ask is due whose own query left earlier. It may come late, as when the controller is busy
    /// with those before it, and is told something newer then.
    [[nodiscard]] bool would_be_told_newer(const value_key& key) const;
    [[nodiscard]] refresh_timing timing(const value_key& key) const;

    duration max_staleness_;
    duration latency_;
    refresh_timing usual_;
    net::time_point now_;
    bool is_slow_;
    bool is_crowded_;
    bool also_certain_; ///< even a key that would have a query of its own in time had better come along
};

} // namespace barograph::metrics

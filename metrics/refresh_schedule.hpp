#pragma once
#include "metrics/query_group.hpp"
#include "metrics/value_key.hpp"

#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace barograph::metrics {

/// Which keys are to be refreshed when. Not thread-safe; keys must be taken out before they go.
class refresh_schedule {
public:
    /// Puts a key in, or elsewhere.
    void set(value_key& key, net::time_point due);
    void remove(value_key& key);

    /// When the first one is due.
    [[nodiscard]] std::optional<net::time_point> next() const;
    /// Takes out the first key if it is due at `now`, and with it those of its group that are due until
    /// `reach`: they may be able to share its query.
    [[nodiscard]] std::vector<value_key*> take(net::time_point now, net::time_point reach);

    [[nodiscard]] std::size_t size() const { return all_.size(); }

private:
    std::set<std::pair<net::time_point, value_key*>> all_;
};

} // namespace barograph::metrics

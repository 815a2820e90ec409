#pragma once
#include "metrics/live_value.hpp"
#include "metrics/rule_answers.hpp"
#include "metrics/value_flight.hpp"
#include "net/asio.hpp"
#include "rules/merging/mergeable_query.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace barograph::metrics {

struct query_group;

/// One question: metric, namespace and selector, of one rule. Of the io_context's thread, but for `live`.
struct value_key : std::enable_shared_from_this<value_key> {
    value_key(std::string which, prepared_query asked, std::shared_ptr<live_value> memory)
        : id(std::move(which)), query(std::move(asked)), live(std::move(memory)) {}

    /// Ends one of its flights, of which the caller holds its own pointer; with null: the query was given up.
    void land(const std::shared_ptr<value_flight>& arrived, std::shared_ptr<const answer> told);
    /// How new its value will be: when the last of the queries under way was sent, or `now` if that has yet
    /// to be.
    [[nodiscard]] std::optional<net::time_point> under_way(net::time_point now) const;

    std::string id;
    std::uint64_t number = 0; ///< in the order in which keys were first asked for
    prepared_query query;
    std::optional<rules::mergeable_query> mergeable; ///< the query, if it may be merged with others
    std::shared_ptr<live_value> live;
    std::shared_ptr<query_group> group;
    /// The queries under way that bring it a value, from the first.
    std::vector<std::shared_ptr<value_flight>> flights;
    /// Since when it was to come along in a query, the last time that it did, until query_group has judged of
    /// what use that was.
    std::optional<net::time_point> rode{};
    std::optional<net::time_point> due{}; ///< for a refresh; set by refresh_schedule alone
    bool forgotten = false;               ///< no longer one of the cache's
};

/// Whether it has asked in the last minutes, whatever its pattern says: of a controller that waits for other
/// answers the period is not known yet.
[[nodiscard]] bool may_ask_soon(const value_key& key, net::time_point now);

/// The same exactly when the question is.
[[nodiscard]] std::string key_of(const value_request& request);

} // namespace barograph::metrics

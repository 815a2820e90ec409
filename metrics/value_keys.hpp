#pragma once
#include "metrics/query_group.hpp"
#include "metrics/refresh_schedule.hpp"
#include "metrics/rule_answers.hpp"
#include "metrics/value_cache_options.hpp"
#include "metrics/value_key.hpp"
#include "telemetry/value_instruments.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace barograph::metrics {

/// The questions that are remembered, and the groups of those that one query can answer. A bounded number: of
/// too many those asked longest ago are forgotten. Use from the io_context's thread only; `schedule` and
/// `counts` must outlive it.
class value_keys {
public:
    using key_ptr = std::shared_ptr<value_key>;
    using by_id = std::unordered_map<std::string, key_ptr>;

    value_keys(refresh_schedule& schedule, telemetry::value_instruments& counts,
               const value_cache_options& options)
        : schedule_(schedule), counts_(counts), options_(options) {}

    value_keys(const value_keys&) = delete;
    value_keys& operator=(const value_keys&) = delete;
    ~value_keys();

    /// Null: not known.
    [[nodiscard]] key_ptr find(const std::string& id) const;
    /// Remembers one that is not known yet.
    key_ptr add(std::string id, prepared_query query);
    /// Gives a key another query. What is known of the answers to the one before is no answer to this one.
    void put_query(value_key& key, prepared_query query);
    void forget(const key_ptr& key);
    /// Forgets those that nobody asks any more.
    void sweep(net::time_point now);

    [[nodiscard]] const by_id& all() const { return keys_; }

private:
    void join_group(value_key& key);
    static void leave_group(value_key& key);
    void forget_oldest();

    refresh_schedule& schedule_;
    telemetry::value_instruments& counts_;
    value_cache_options options_;
    by_id keys_;
    std::uint64_t made_ = 0;
    std::unordered_map<std::string, std::weak_ptr<query_group>> groups_;
};

} // namespace barograph::metrics

#pragma once
#include "kube/authorizer.hpp"
#include "net/asio.hpp"

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace barograph::kube {

/// Access decisions that are still true enough, at most `max_entries`: past that the one used longest ago
/// goes. No clock of its own. Not thread-safe.
class decision_cache {
public:
    explicit decision_cache(std::size_t max_entries) : max_entries_(max_entries) {}

    /// The decision kept under `key`, if it holds beyond `now`.
    std::optional<access_decision> find(const std::string& key, net::time_point now);
    /// Keeps a decision until `expires`, in place of an older one.
    void keep(const std::string& key, access_decision decision, net::time_point expires);

    [[nodiscard]] std::size_t size() const { return entries_.size(); }

private:
    struct entry {
        std::string key;
        access_decision decision;
        net::time_point expires;
    };

    using entry_list = std::list<entry>;

    void drop(entry_list::iterator which);

    std::size_t max_entries_;
    entry_list entries_;                                               ///< last used first
    std::unordered_map<std::string_view, entry_list::iterator> index_; ///< its keys are the entries' own
};

} // namespace barograph::kube

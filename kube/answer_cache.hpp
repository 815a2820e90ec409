#pragma once
#include "net/asio.hpp"

#include <cstddef>
#include <iterator>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace barograph::kube {

/// Answers that are still true enough, at most `max_entries`: past that the one used longest ago goes. No
/// clock of its own. Not thread-safe.
template <typename Answer>
class answer_cache {
public:
    explicit answer_cache(std::size_t max_entries) : max_entries_(max_entries) {}

    /// The answer kept under `key`, if it holds beyond `now`.
    std::optional<Answer> find(const std::string& key, net::time_point now) {
        const auto found = index_.find(key);
        if (found == index_.end()) {
            return std::nullopt;
        }
        const auto kept = found->second;
        if (kept->expires <= now) {
            drop(kept);
            return std::nullopt;
        }
        entries_.splice(entries_.begin(), entries_, kept);
        return kept->answer;
    }

    /// Keeps an answer until `expires`, in place of an older one.
    void keep(const std::string& key, Answer answer, net::time_point expires) {
        if (const auto found = index_.find(key); found != index_.end()) {
            drop(found->second);
        }
        if (max_entries_ == 0) {
            return;
        }
        if (entries_.size() >= max_entries_) {
            drop(std::prev(entries_.end()));
        }
        entries_.push_front({key, std::move(answer), expires});
        index_.emplace(entries_.front().key, entries_.begin());
    }

    [[nodiscard]] std::size_t size() const { return entries_.size(); }

private:
    struct entry {
        std::string key;
        Answer answer;
        net::time_point expires;
    };

    using entry_list = std::list<entry>;

    void drop(typename entry_list::iterator which) {
        index_.erase(which->key);
        entries_.erase(which);
    }

    std::size_t max_entries_;
    entry_list entries_;                                                        ///< last used first
    std::unordered_map<std::string_view, typename entry_list::iterator> index_; ///< its keys are the entries'
};

} // namespace barograph::kube

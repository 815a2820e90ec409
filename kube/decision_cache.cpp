#include "kube/decision_cache.hpp"

#include <iterator>
#include <utility>

namespace barograph::kube {

std::optional<access_decision> decision_cache::find(const std::string& key, net::time_point now) {
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
    return kept->decision;
}

void decision_cache::keep(const std::string& key, access_decision decision, net::time_point expires) {
    if (const auto found = index_.find(key); found != index_.end()) {
        drop(found->second);
    }
    if (max_entries_ == 0) {
        return;
    }
    if (entries_.size() >= max_entries_) {
        drop(std::prev(entries_.end()));
    }
    entries_.push_front({key, std::move(decision), expires});
    index_.emplace(entries_.front().key, entries_.begin());
}

void decision_cache::drop(entry_list::iterator which) {
    index_.erase(which->key);
    entries_.erase(which);
}

} // namespace barograph::kube

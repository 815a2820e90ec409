#include "server/known_targets.hpp"

#include "server/encoding.hpp"

#include <algorithm>

namespace barograph::server {

std::shared_ptr<const std::string> known_target::body_of(const std::shared_ptr<const metrics::answer>& answer,
                                                         representation form) {
    const std::scoped_lock locked(lock_);
    auto known = std::ranges::find(bodies_, form, &encoded::form);
    if (known == bodies_.end()) {
        known = bodies_.insert(bodies_.end(), {.form = form, .of = nullptr, .body = nullptr});
    }
    if (known->of != answer) {
        known->body = std::make_shared<const std::string>(encode(**answer->result, form));
        known->of = answer;
    }
    return known->body;
}

std::shared_ptr<known_target> known_targets::find(std::string_view target) const {
    const auto& here = shards_[shard_of(target)];
    const std::scoped_lock locked(here.lock);
    const auto found = here.targets.find(target);
    return found == here.targets.end() ? nullptr : found->second;
}

void known_targets::remember(std::string_view target, std::shared_ptr<known_target> what,
                             net::time_point now) {
    auto& here = shards_[shard_of(target)];
    const std::scoped_lock locked(here.lock);
    if (const auto found = here.targets.find(target); found != here.targets.end()) {
        found->second = std::move(what);
        return;
    }
    if (here.targets.size() >= here.look_at) {
        // Whoever asks again for what goes here is remembered again.
        std::erase_if(here.targets, [now](const auto& each) { return !each.second->value().peek(now); });
        here.look_at = std::min(std::max(2 * here.targets.size(), here.look_at), most_in_shard_);
    }
    if (here.targets.size() >= most_in_shard_) {
        here.targets.erase(here.targets.begin());
    }
    here.targets.emplace(target, std::move(what));
}

} // namespace barograph::server

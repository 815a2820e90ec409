#include "metrics/refresh_schedule.hpp"

namespace barograph::metrics {

void refresh_schedule::set(value_key& key, net::time_point due) {
    remove(key);
    key.due = due;
    all_.emplace(due, &key);
    key.group->due.emplace(due, &key);
}

void refresh_schedule::remove(value_key& key) {
    if (!key.due) {
        return;
    }
    all_.erase({*key.due, &key});
    key.group->due.erase({*key.due, &key});
    key.due.reset();
}

std::optional<net::time_point> refresh_schedule::next() const {
    return all_.empty() ? std::nullopt : std::optional(all_.begin()->first);
}

std::vector<value_key*> refresh_schedule::take(net::time_point now, net::time_point reach) {
    std::vector<value_key*> taken;
    if (all_.empty() || all_.begin()->first > now) {
        return taken;
    }
    auto& group = *all_.begin()->second->group;
    while (!group.due.empty() && group.due.begin()->first <= reach) {
        taken.push_back(group.due.begin()->second);
        remove(*taken.back());
    }
    return taken;
}

} // namespace barograph::metrics

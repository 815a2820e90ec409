#include "metrics/value_keys.hpp"

#include "rules/merging/mergeable_query.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace barograph::metrics {

namespace {

// So that even a sync period of an hour can be learnt.
constexpr std::chrono::minutes pattern_kept_for{150};
// Asks this near to each other are served by one value in any case.
constexpr int asks_in_a_value = 5;
// Of too many keys so many go at once, because finding the oldest takes a while.
constexpr std::size_t forgotten_share = 10;

} // namespace

// A key holds its group, and the group those whose queries go out next: no task takes them from there any
// more.
value_keys::~value_keys() {
    for (const auto& [what, known] : groups_) {
        if (const auto group = known.lock()) {
            group->boarding.clear();
        }
    }
}

value_keys::key_ptr value_keys::find(const std::string& id) const {
    const auto known = keys_.find(id);
    return known == keys_.end() ? nullptr : known->second;
}

value_keys::key_ptr value_keys::add(std::string id, prepared_query query) {
    if (keys_.size() >= options_.max_keys) {
        forget_oldest();
    }
    auto memory = std::make_shared<live_value>(options_.max_staleness / asks_in_a_value, counts_);
    auto made = std::make_shared<value_key>(id, std::move(query), std::move(memory));
    made->number = ++made_;
    join_group(*made);
    keys_.emplace(std::move(id), made);
    return made;
}

void value_keys::put_query(value_key& key, prepared_query query) {
    schedule_.remove(key);
    // Their answers must not come to this key any more.
    while (!key.flights.empty()) {
        key.land(key.flights.front(), nullptr);
    }
    key.live->clear();
    key.rode.reset();
    leave_group(key);
    key.query = std::move(query);
    join_group(key);
}

void value_keys::join_group(value_key& key) {
    const auto& rule = key.query.entry.rule.spec();
    key.mergeable = options_.merge_queries ? rules::mergeable_query::read(key.query.promql) : std::nullopt;
    const auto& together = key.mergeable ? key.mergeable->shape() : key.query.promql;
    auto& known = groups_[rule.location + std::string(1, '\0') + together];
    key.group = known.lock();
    if (!key.group) {
        key.group = std::make_shared<query_group>();
        key.group->rule = rule.location;
        key.group->form = key.mergeable;
        known = key.group;
    } else if (key.mergeable) {
        key.mergeable->share_form(*key.group->form);
    }
    key.group->members.emplace(key.number, &key);
}

void value_keys::leave_group(value_key& key) {
    key.group->members.erase(key.number);
}

void value_keys::forget(const key_ptr& key) {
    schedule_.remove(*key);
    leave_group(*key);
    key->live->clear();
    key->forgotten = true;
    keys_.erase(key->id);
}

void value_keys::forget_oldest() {
    std::vector<std::pair<net::time_point, key_ptr>> by_age;
    by_age.reserve(keys_.size());
    for (const auto& [id, key] : keys_) {
        by_age.emplace_back(key->live->pattern().last().value_or(net::time_point::min()), key);
    }
    const auto count = static_cast<std::ptrdiff_t>(std::max<std::size_t>(by_age.size() / forgotten_share, 1));
    const auto end = by_age.begin() + std::min(count, std::ssize(by_age));
    std::ranges::nth_element(by_age, end - 1, {}, &std::pair<net::time_point, key_ptr>::first);
    for (auto each = by_age.begin(); each != end; ++each) {
        forget(each->second);
    }
}

void value_keys::sweep(net::time_point now) {
    std::vector<key_ptr> gone;
    for (const auto& [id, key] : keys_) {
        const auto pattern = key->live->pattern();
        if (!key->due && key->flights.empty() && !key->live->peek(now)) {
            key->live->clear();
            const auto last = pattern.last();
            if (!last || now - *last > pattern_kept_for) {
                gone.push_back(key);
            }
        }
    }
    for (const auto& key : gone) {
        forget(key);
    }
    std::erase_if(groups_, [](const auto& known) { return known.second.expired(); });
}

} // namespace barograph::metrics

#include "metrics/value_cache.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace barograph::metrics {

namespace {

// A failure counts for whoever asks in the same moment; who comes later tries again.
constexpr std::chrono::milliseconds failure_counts_for{500};
// The query of whoever asked first has the same deadline, and its failure says more.
constexpr std::chrono::milliseconds grace{100};
constexpr std::chrono::seconds pause_after_failure{1};
constexpr std::chrono::seconds sweep_interval{30};

bool answers_the_same(const catalogue_entry& one, const catalogue_entry& other) {
    return one.series == other.series && one.rule.same_as(other.rule);
}

std::optional<memory_state> memory_of(const value_key& key, net::time_point now) {
    using std::chrono::milliseconds;
    const auto pattern = key.live->pattern();
    if (!pattern.last()) {
        return std::nullopt;
    }
    memory_state state;
    if (const auto kept = key.live->peek(now); kept && kept->result) {
        state.values = *kept->result;
        state.age = std::chrono::round<milliseconds>(now - kept->queried);
    }
    if (const auto period = pattern.period(); period && !pattern.is_over(now)) {
        state.asked_every = std::chrono::round<milliseconds>(*period);
    }
    return state;
}

// Asks expected until then need no newer value.
net::time_point served_until(const answer& value, const refresh_timing& when) {
    return std::min(value.queried + when.serves_for(), value.usable_until - when.patience());
}

} // namespace

value_cache::value_cache(net::executor ex, const discovery& source, prometheus::api& api,
                         telemetry::instruments& counts, net::task_group& tasks, value_cache_options options,
                         clock time)
    : discovery_(source), api_(api), counts_(counts.values()), tasks_(tasks), options_(options), clock_(time),
      answers_(api, counts, time),
      dispatch_(ex, api, counts_, tasks, options, std::move(time),
                [this](const key_ptr& key, net::time_point queried, const query_dispatch::result& came) {
                    return landed(key, queried, came);
                }),
      wake_(ex), keys_(schedule_, counts_, options) {}

std::shared_ptr<const name_list> value_cache::names() const {
    return discovery_.current()->names();
}

net::awaitable<values_result> value_cache::values(value_request request) {
    const auto arrived = clock_.monotonic();
    const auto deadline = request.deadline;
    const auto found = co_await key_for(std::move(request));
    if (!found) {
        counts_.failed();
        co_return found.error().result;
    }
    const auto& key = *found;
    if (!key->live->peek(arrived)) {
        key->group->judge_ride(*key);
    }
    key->live->asked(arrived);
    auto source = telemetry::value_source::memory;
    for (;;) {
        auto told = key->live->peek(clock_.monotonic());
        if (!told) {
            if (std::exchange(source, telemetry::value_source::query) == telemetry::value_source::memory) {
                key->group->pressure.waited(arrived);
            }
            const auto flight = dispatch_.take_off(key);
            co_await flight->wait(deadline + grace);
            if (!flight->is_over()) {
                counts_.failed();
                auto late = key->query.name() + ": " + api_.where() + ": no answer within the deadline";
                co_return std::unexpected(
                    error{errc::timed_out, std::move(late), shared_cause(prometheus::errc::timed_out)});
            }
            // A query sent after the ask is as new an answer as there can be, however long it took.
            if (flight->result() && flight->result()->queried >= arrived) {
                told = flight->result();
            }
        }
        if (told) {
            if (told->result) {
                counts_.answered(source, clock_.monotonic() - told->queried);
            } else {
                counts_.failed();
            }
            co_return told->result;
        }
    }
}

net::awaitable<explanation> value_cache::explain(value_request request) {
    const auto deadline = request.deadline;
    const auto found = co_await key_for(std::move(request));
    if (!found) {
        co_return found.error();
    }
    const auto asked = (*found)->query;
    const auto queried = clock_.monotonic();
    auto memory = memory_of(**found, queried);
    auto came = co_await api_.query(asked.promql, deadline);
    const auto sent = came ? came->sent.value_or(queried) : queried;
    auto told = answers_.conclude(asked, sent, std::move(came));
    told.memory = std::move(memory);
    co_return told;
}

std::shared_ptr<live_value> value_cache::remembered(const value_request& request) const {
    const auto known = keys_.find(key_of(request));
    return known ? known->live : nullptr;
}

// The question as the current rules answer it. Error: there is nothing to ask Prometheus.
net::awaitable<std::expected<value_cache::key_ptr, explanation>> value_cache::key_for(value_request request) {
    // Held until the end: a relisting meanwhile publishes another one.
    const auto catalogue = discovery_.current();
    const auto* entry = catalogue->find(request.metric);
    if (entry == nullptr) {
        explanation unknown;
        unknown.result = std::unexpected(unknown_metric(request.metric));
        co_return std::unexpected(std::move(unknown));
    }
    auto id = key_of(request);
    if (auto known = keys_.find(id); known && answers_the_same(known->query.entry, *entry)) {
        co_return known;
    }
    auto query = co_await answers_.prepare(*entry, std::move(request));
    auto known = keys_.find(id);
    if (!query) {
        if (known) {
            keys_.forget(known);
        }
        co_return std::unexpected(std::move(query.error()));
    }
    if (known) {
        keys_.put_query(*known, std::move(*query));
        co_return known;
    }
    co_return keys_.add(std::move(id), std::move(*query));
}

std::shared_ptr<const answer> value_cache::landed(const key_ptr& key, net::time_point queried,
                                                  const query_dispatch::result& came) {
    auto told = answers_.conclude(key->query, queried, came);
    const auto now = clock_.monotonic();
    auto usable_until = came ? queried + options_.max_staleness : now + failure_counts_for;
    if (told.instead && told.instead->until) {
        usable_until = std::min(usable_until, *told.instead->until);
    }
    auto result = std::make_shared<const answer>(std::move(told.result), queried, usable_until);
    // Memory answers without a look at the rules, so that what they no longer say must never come there: a
    // key may have been made, or not yet been given its new query, while they changed.
    if (!key->forgotten && is_current(*key)) {
        // What is still fresh is no worse for a refresh that failed.
        const auto kept = key->live->peek(now);
        const bool is_newer = !kept || kept->queried <= queried;
        if (is_newer && (result->result || !kept || !kept->result)) {
            key->live->put(result);
        }
        const auto when = timing(*key, key->live->pattern());
        // Asks that this value serves need no other. What failed is not tried again at once.
        schedule(*key, came ? served_until(*result, when) : now + when.lead() + pause_after_failure);
        if (came) {
            keep_fresh(*key, usable_until);
        }
    }
    return result;
}

bool value_cache::is_current(const value_key& key) const {
    const auto catalogue = discovery_.current();
    const auto* entry = catalogue->find(key.query.metric);
    return entry != nullptr && answers_the_same(key.query.entry, *entry);
}

void value_cache::schedule(value_key& key, net::time_point from) {
    const auto pattern = key.live->pattern();
    const auto when = timing(key, pattern);
    const auto ask = when.possible() ? pattern.next(from) : std::nullopt;
    if (ask) {
        schedule_.set(key, *ask - when.lead());
    } else {
        look_again(key);
    }
    arm();
}

// What memory answers comes by here no more, and may make a pattern of the asks: so it is looked at once more
// before the value ends, and when it does.
void value_cache::look_again(value_key& key) {
    const auto now = clock_.monotonic();
    const auto pattern = key.live->pattern();
    const auto when = timing(key, pattern);
    const auto kept = key.live->peek(now);
    if (kept && kept->result && when.possible() && !pattern.period()) {
        const auto before_end = kept->usable_until - when.lead();
        schedule_.set(key, before_end > now ? before_end : kept->usable_until);
    } else {
        schedule_.remove(key);
    }
}

// Who waits delays the asks behind it, so that no period can be learnt. So there is a value all the time
// until nobody waits any more, or until the period is known.
void value_cache::keep_fresh(value_key& key, net::time_point usable_until) {
    const auto due = usable_until - key.group->latency.value();
    if (is_kept_fresh(key, clock_.monotonic()) && (!key.due || due < *key.due)) {
        schedule_.set(key, due);
        arm();
    }
}

bool value_cache::is_kept_fresh(const value_key& key, net::time_point now) const {
    if (!key.group->is_pressed(now) || !may_ask_soon(key, now)) {
        return false;
    }
    const auto when = timing(key, key.live->pattern());
    return when.possible() && !when.is_certain();
}

void value_cache::refresh_due(net::time_point now) {
    // As far as one query could ever serve; which of them it does serve is looked at key by key.
    const auto reach = now + options_.max_staleness;
    for (auto due = schedule_.take(now, reach); !due.empty(); due = schedule_.take(now, reach)) {
        std::vector<value_key*> wanted;
        for (auto* key : due) {
            const auto pattern = key->live->pattern();
            const auto when = timing(*key, pattern);
            // Asks that came meanwhile may have moved the next one.
            const auto kept = key->live->peek(now);
            const auto under_way = key->under_way(now);
            auto from = kept ? std::max(served_until(*kept, when), now) : now;
            from = under_way ? std::max(*under_way + when.serves_for(), from) : from;
            constexpr auto never = net::time_point::max();
            const auto ask =
                pattern.is_over(now) || !when.possible() ? never : pattern.next(from).value_or(never);
            const auto lasts_for = options_.max_staleness - key->group->latency.value();
            if (ask <= now + when.serves_for() ||
                (is_kept_fresh(*key, now) && (!under_way || *under_way + lasts_for <= now))) {
                wanted.push_back(key);
                schedule(*key, now + when.serves_for());
                keep_fresh(*key, now + options_.max_staleness);
            } else if (ask != never) {
                schedule_.set(*key, std::max(ask - when.lead(), now + std::chrono::milliseconds(1)));
            } else {
                look_again(*key);
            }
        }
        if (!wanted.empty()) {
            dispatch_.refresh(wanted);
        }
    }
}

net::awaitable<> value_cache::run() {
    for (;;) {
        const auto now = clock_.monotonic();
        refresh_due(now);
        if (now - swept_ >= sweep_interval) {
            swept_ = now;
            keys_.sweep(now);
        }
        counts_.set_keys(keys_.all().size(), schedule_.size());
        wake_.expires_at(
            std::min(schedule_.next().value_or(net::time_point::max()), swept_ + sweep_interval));
        // Cut short when something is due earlier; the end of the task throws above.
        boost::system::error_code cut_short;
        co_await wake_.async_wait(
            net::asio::redirect_error(net::asio::use_awaitable_t<net::executor>{}, cut_short));
    }
}

void value_cache::arm() {
    if (schedule_.next().value_or(net::time_point::max()) < wake_.expiry()) {
        wake_.cancel();
    }
}

void value_cache::rules_changed() {
    const auto catalogue = discovery_.current();
    std::vector<key_ptr> gone;
    std::vector<key_ptr> changed;
    for (const auto& [id, key] : keys_.all()) {
        const auto* entry = catalogue->find(key->query.metric);
        if (entry == nullptr) {
            gone.push_back(key);
        } else if (answers_the_same(key->query.entry, *entry)) {
            // With the place where it stands now, and without holding on to the rules before.
            key->query.entry = *entry;
        } else {
            key->live->clear();
            schedule_.remove(*key);
            changed.push_back(key);
        }
    }
    for (const auto& key : gone) {
        keys_.forget(key);
    }
    if (!changed.empty()) {
        tasks_.spawn("applying changed rules", prepare_again(std::move(changed)));
    }
}

// So that whoever is expected to ask finds a value: they are refreshed when they are due, not all at once.
net::awaitable<> value_cache::prepare_again(std::vector<key_ptr> changed) {
    for (const auto& key : changed) {
        if (key->forgotten) {
            continue;
        }
        value_request request{.metric = key->query.metric,
                              .ns = key->query.ns,
                              .labels = key->query.labels,
                              .deadline = clock_.monotonic() + options_.query_timeout};
        const auto prepared = co_await key_for(std::move(request));
        if (prepared && (*prepared)->flights.empty()) {
            schedule(**prepared, clock_.monotonic());
        }
    }
}

} // namespace barograph::metrics

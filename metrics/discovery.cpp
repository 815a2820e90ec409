#include "metrics/discovery.hpp"

#include "telemetry/log.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace barograph::metrics {

namespace {

constexpr std::size_t most_names_in_a_line = 20;

std::string shortened(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most_names_in_a_line); ++i) {
        text += (i == 0 ? "" : ", ") + names[i];
    }
    if (names.size() > most_names_in_a_line) {
        text += " and " + std::to_string(names.size() - most_names_in_a_line) + " more";
    }
    return text;
}

void log_difference(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    std::vector<std::string> added;
    std::vector<std::string> removed;
    std::ranges::set_difference(after, before, std::back_inserter(added));
    std::ranges::set_difference(before, after, std::back_inserter(removed));
    std::string text = "metrics listed: " + std::to_string(after.size());
    if (!added.empty()) {
        text += "; new: " + shortened(added);
    }
    if (!removed.empty()) {
        text += "; gone: " + shortened(removed);
    }
    telemetry::log_info(text);
}

} // namespace

discovery::discovery(net::executor ex, prometheus::api& api, std::vector<rules::rule> rules,
                     discovery_options options)
    : pause_(ex), api_(api), options_(options), schedule_(options.schedule),
      rules_(std::make_shared<rule_set>()), current_(std::make_shared<catalogue>()) {
    rules_->series.resize(rules.size());
    rules_->rules = std::move(rules);
    publish();
}

net::awaitable<> discovery::run() {
    while (true) {
        const bool complete = co_await relist(net::steady_clock::now());
        pause_.expires_after(schedule_.pause_after(complete));
        // Cut short when rules were replaced that could not be listed; the end of the task throws above.
        boost::system::error_code cut_short;
        co_await pause_.async_wait(
            net::asio::redirect_error(net::asio::use_awaitable_t<net::executor>{}, cut_short));
    }
}

net::awaitable<bool> discovery::relist(std::chrono::steady_clock::time_point now) {
    bool complete = true;
    const auto set = rules_;
    for (std::size_t i = 0; i < set->rules.size(); ++i) {
        const auto listed = co_await list(set->rules[i], set->series[i], now);
        if (!listed && listed.error().code == prometheus::errc::cancelled) {
            co_return false;
        }
        if (!listed) {
            complete = false;
            // A backend that does not even answer would hold up the rest, rule by rule, for very long.
            has_listed_ = has_listed_ || listed.error().code == prometheus::errc::timed_out;
        }
    }
    has_listed_ = true;
    publish();
    // Other rules have come meanwhile: what of them could not be listed must not wait an interval.
    co_return set == rules_&& complete;
}

net::awaitable<> discovery::replace(std::vector<rules::rule> rules,
                                    std::chrono::steady_clock::time_point now) {
    failures_.forget();
    bool complete = true;
    bool answers = true;
    auto next = std::make_shared<rule_set>();
    next->series.resize(rules.size());
    next->rules = std::move(rules);
    for (std::size_t i = 0; i < next->rules.size(); ++i) {
        const auto& query = next->rules[i].spec().series_query;
        const auto same = std::ranges::find(rules_->rules, query, [](const rules::rule& rule) -> const auto& {
            return rule.spec().series_query;
        });
        if (same != rules_->rules.end()) {
            next->series[i] = rules_->series[static_cast<std::size_t>(same - rules_->rules.begin())];
            continue;
        }
        // The rules must not wait, one after the other, for a backend that does not even answer.
        if (answers) {
            const auto listed = co_await list(next->rules[i], next->series[i], now);
            complete = complete && listed.has_value();
            answers = listed || listed.error().code != prometheus::errc::timed_out;
        }
    }
    rules_ = std::move(next);
    publish();
    if (!complete) {
        pause_.cancel();
    }
}

net::awaitable<std::expected<void, prometheus::error>>
discovery::list(const rules::rule& rule, known_series& series, std::chrono::steady_clock::time_point now) {
    const auto start =
        std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now() - options_.max_age);
    const auto& spec = rule.spec();
    const auto deadline = net::steady_clock::now() + options_.query_timeout;
    auto names = co_await api_.series_names(spec.series_query, start, deadline);
    // Of rules that stand in one line, the place alone would mix up the failures.
    const auto what = "listing the series " + spec.series_query + " of the rule at " + spec.location;
    if (names) {
        failures_.works(what);
        series.seen(*names, now, options_.max_age);
        co_return std::expected<void, prometheus::error>{};
    }
    if (names.error().code != prometheus::errc::cancelled) {
        failures_.failed(what, names.error().message, prometheus::shared_cause(names.error().code));
    }
    co_return std::unexpected(std::move(names.error()));
}

void discovery::publish() {
    std::vector<std::vector<std::string>> series;
    series.reserve(rules_->series.size());
    for (const auto& known : rules_->series) {
        series.push_back(known.names());
    }
    const auto before = current_->names();
    current_ = std::make_shared<const catalogue>(catalogue::build(rules_->rules, series, before));
    if (published_) {
        published_();
    }
    const auto& after = current_->names();
    if (after == before) {
        return;
    }
    log_difference(before->names, after->names);
    if (listener_) {
        listener_(*after);
    }
}

void discovery::on_change(std::function<void(const name_list&)> listener) {
    listener_ = std::move(listener);
    listener_(*current_->names());
}

} // namespace barograph::metrics

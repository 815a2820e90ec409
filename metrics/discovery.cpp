#include "metrics/discovery.hpp"

#include "telemetry/log.hpp"

#include <boost/asio/steady_timer.hpp>
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
    : executor_(ex), api_(api), rules_(std::move(rules)), options_(options), schedule_(options.schedule),
      series_(rules_.size()), current_(std::make_shared<catalogue>()) {
    publish();
}

net::awaitable<> discovery::run() {
    net::asio::basic_waitable_timer<net::steady_clock, net::asio::wait_traits<net::steady_clock>,
                                    net::executor>
        timer(executor_);
    while (true) {
        const bool complete = co_await relist(net::steady_clock::now());
        timer.expires_after(schedule_.pause_after(complete));
        co_await timer.async_wait(net::asio::use_awaitable_t<net::executor>{});
    }
}

net::awaitable<bool> discovery::relist(std::chrono::steady_clock::time_point now) {
    bool complete = true;
    const auto start =
        std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now() - options_.max_age);
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        const auto& spec = rules_[i].spec();
        const auto deadline = net::steady_clock::now() + options_.query_timeout;
        auto names = co_await api_.series_names(spec.series_query, start, deadline);
        // Of rules that stand in one line, the place alone would mix up the failures.
        const auto what = "listing the series " + spec.series_query + " of the rule at " + spec.location;
        if (names) {
            failures_.works(what);
            series_[i].seen(*names, now, options_.max_age);
        } else if (names.error().code == prometheus::errc::cancelled) {
            co_return false;
        } else {
            complete = false;
            // A backend that does not even answer would hold up the rest, rule by rule, for very long.
            has_listed_ = has_listed_ || names.error().code == prometheus::errc::timed_out;
            failures_.failed(what, names.error().message);
        }
    }
    has_listed_ = true;
    publish();
    co_return complete;
}

void discovery::publish() {
    std::vector<std::vector<std::string>> series;
    series.reserve(series_.size());
    for (const auto& known : series_) {
        series.push_back(known.names());
    }
    const auto before = current_->names();
    current_ = std::make_shared<const catalogue>(catalogue::build(rules_, series, before));
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

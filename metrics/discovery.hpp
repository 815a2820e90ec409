#pragma once
#include "metrics/catalogue.hpp"
#include "metrics/known_series.hpp"
#include "metrics/relist_schedule.hpp"
#include "net/asio.hpp"
#include "prometheus/api.hpp"
#include "telemetry/failure_log.hpp"

#include <boost/asio/basic_waitable_timer.hpp>

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <vector>

namespace barograph::metrics {

struct discovery_options {
    relist_schedule_options schedule{};
    /// How long a series name counts after its last sample, and after the first listing that lacks it.
    std::chrono::nanoseconds max_age = std::chrono::minutes{10};
    /// For one rule's listing.
    std::chrono::nanoseconds query_timeout = std::chrono::seconds{30};
};

/// Keeps the catalogue up to date: asks Prometheus, rule by rule, which series there are. A rule whose
/// listing fails keeps its last known series and fails alone. Use from the io_context's thread only; `api`
/// must outlive it.
class discovery {
public:
    discovery(net::executor ex, prometheus::api& api, std::vector<rules::rule> rules,
              discovery_options options);

    /// Lists at once and then on schedule, until cancelled.
    net::awaitable<> run();
    /// One listing of every rule. True when none failed and they are still the rules there are. `now` is told
    /// so that tests need not wait.
    net::awaitable<bool> relist(std::chrono::steady_clock::time_point now);
    /// Puts other rules in the place of those there are. A rule whose seriesQuery was known keeps its series;
    /// what is new is listed first, so that no metric of the new rules is missing in between. The old
    /// catalogue serves until then.
    net::awaitable<> replace(std::vector<rules::rule> rules, std::chrono::steady_clock::time_point now);

    [[nodiscard]] std::shared_ptr<const catalogue> current() const { return current_; }

    /// Whether every rule was listed, or tried to be, at least once; also true once Prometheus has turned out
    /// not to answer.
    [[nodiscard]] bool has_listed() const { return has_listed_; }

    /// Told the names now and each time they change.
    void on_change(std::function<void(const name_list&)> listener);

    /// Told each time that there is another catalogue.
    void on_publish(std::function<void()> listener) { published_ = std::move(listener); }

private:
    /// Rules and what is known of each; put in another's place as a whole.
    struct rule_set {
        std::vector<rules::rule> rules;
        std::vector<known_series> series; ///< of each rule
    };

    net::awaitable<std::expected<void, prometheus::error>> list(const rules::rule& rule, known_series& series,
                                                                std::chrono::steady_clock::time_point now);
    void publish();

    using timer = net::asio::basic_waitable_timer<net::steady_clock,
                                                  net::asio::wait_traits<net::steady_clock>, net::executor>;

    timer pause_; ///< between two listings
    prometheus::api& api_;
    discovery_options options_;
    relist_schedule schedule_;
    std::shared_ptr<rule_set> rules_; ///< never null; held by a listing until its end
    std::shared_ptr<const catalogue> current_;
    std::function<void(const name_list&)> listener_;
    std::function<void()> published_;
    telemetry::failure_log failures_;
    bool has_listed_ = false;
};

} // namespace barograph::metrics

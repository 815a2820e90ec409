#include "prometheus/failover.hpp"

#include "prometheus/backend_health.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>
#include <utility>

namespace barograph::prometheus {

namespace {

constexpr std::chrono::minutes quiet_period{1};

std::string utc_text(std::chrono::sys_seconds when) {
    const std::time_t seconds = when.time_since_epoch().count();
    std::tm parts{};
    static_cast<void>(gmtime_r(&seconds, &parts));
    std::array<char, sizeof "9999-12-31T23:59:59Z"> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%FT%TZ", &parts)};
}

// A backend, what is known about it, and what was told.
struct watched_backend {
    watched_backend(std::unique_ptr<api> backend, net::random_source random)
        : asked(std::move(backend)), health(std::move(random)) {}

    [[nodiscard]] bool is_well() const { return health.now() == backend_health::state::well; }

    std::unique_ptr<api> asked;
    backend_health health;
    std::optional<error> failure; ///< while it is not well
    std::string since;            ///< it is not
    std::optional<net::time_point> told_at;
    bool told = false;
};

class failover_api final : public api {
public:
    failover_api(std::vector<std::unique_ptr<api>> backends, failover_events events, failover_sources sources)
        : events_(std::move(events)), sources_(std::move(sources)) {
        for (auto& each : backends) {
            backends_.emplace_back(std::move(each), sources_.random);
        }
        for (std::size_t i = 0; events_.state && i < backends_.size(); ++i) {
            events_.state(i, true);
        }
    }

    net::awaitable<std::expected<query_result, error>> query(std::string promql,
                                                             net::time_point deadline) override {
        // What the question refers to stays in the frame of this coroutine, which outlives it.
        const question<query_result> ask = [&](api& backend, net::time_point until) {
            return backend.query(promql, until);
        };
        co_return co_await first_answer(ask, deadline);
    }

    net::awaitable<std::expected<void, error>> parse(std::string promql, net::time_point deadline) override {
        const question<void> ask = [&](api& backend, net::time_point until) {
            return backend.parse(promql, until);
        };
        co_return co_await first_answer(ask, deadline);
    }

    net::awaitable<std::expected<std::vector<std::string>, error>>
    series_names(std::string selector, std::chrono::sys_seconds start, net::time_point deadline) override {
        const question<std::vector<std::string>> ask = [&](api& backend, net::time_point until) {
            return backend.series_names(selector, start, until);
        };
        co_return co_await first_answer(ask, deadline);
    }

    [[nodiscard]] std::string where() const override {
        std::string all;
        for (const auto& each : backends_) {
            all += (all.empty() ? "" : " or ") + each.asked->where();
        }
        return all;
    }

private:
    template <typename T>
    using question = std::function<net::awaitable<std::expected<T, error>>(api&, net::time_point)>;

    // Which backends one call was put to.
    using places = std::vector<std::size_t>;

    template <typename T>
    net::awaitable<std::expected<T, error>> first_answer(const question<T>& ask, net::time_point deadline) {
        places tried;
        std::vector<error> failures;
        for (auto at = next(tried); at; at = next(tried)) {
            auto& backend = backends_[*at];
            const auto begun = sources_.monotonic();
            const auto shares = static_cast<int>(1 + left(tried, *at));
            const auto until = shares == 1 ? deadline : begun + (deadline - begun) / shares;
            if (!backend.is_well() && is_in_turn(*at)) {
                backend.health.tried(begun);
            }
            if (!tried.empty() && events_.failover) {
                events_.failover();
            }
            tried.push_back(*at);
            auto came = co_await ask(*backend.asked, until);
            if (!came && came.error().code == errc::cancelled) {
                co_return came;
            }
            if (came || !may_be_answered_elsewhere(came.error().code)) {
                answered(*at);
                co_return came;
            }
            failed(*at, came.error(), begun);
            failures.push_back(std::move(came.error()));
        }
        co_return std::unexpected(summary(tried, failures));
    }

    [[nodiscard]] bool others_are_sick(std::size_t but) const {
        for (std::size_t i = 0; i < backends_.size(); ++i) {
            if (i != but && backends_[i].is_well()) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] bool is_in_turn(std::size_t at) const {
        return backends_[at].is_well() ||
               backends_[at].health.is_due(sources_.monotonic(), others_are_sick(at));
    }

    [[nodiscard]] bool is_last_resort(std::size_t at) const {
        return backends_[at].health.now() == backend_health::state::suspect;
    }

    [[nodiscard]] std::optional<std::size_t> next(const places& tried) const {
        const auto first = [&](auto fits) -> std::optional<std::size_t> {
            for (std::size_t i = 0; i < backends_.size(); ++i) {
                if (!std::ranges::count(tried, i) && fits(i)) {
                    return i;
                }
            }
            return std::nullopt;
        };
        const auto found = first([&](std::size_t i) { return is_in_turn(i); });
        return found ? found : first([&](std::size_t i) { return is_last_resort(i); });
    }

    // How many backends could still be asked when `now` leaves the call without an answer.
    [[nodiscard]] std::size_t left(const places& tried, std::size_t now) const {
        std::size_t count = 0;
        for (std::size_t i = 0; i < backends_.size(); ++i) {
            const bool is_fresh = i != now && !std::ranges::count(tried, i);
            if (is_fresh && (is_in_turn(i) || is_last_resort(i))) {
                ++count;
            }
        }
        return count;
    }

    void answered(std::size_t at) {
        auto& backend = backends_[at];
        if (!backend.health.answered(sources_.monotonic())) {
            return;
        }
        backend.failure.reset();
        if (events_.state) {
            events_.state(at, true);
        }
        if (std::exchange(backend.told, false) && events_.info) {
            events_.info(backend.asked->where() + " answers again");
        }
    }

    void failed(std::size_t at, const error& failure, net::time_point begun) {
        auto& backend = backends_[at];
        const bool was_well = backend.is_well();
        const bool is_other = backend.health.failed(failure, begun, sources_.monotonic());
        if (backend.is_well()) {
            return;
        }
        if (was_well) {
            backend.since = utc_text(sources_.wall());
        }
        if (is_other || failure.concerns_all) {
            backend.failure = failure;
        }
        if (was_well) {
            tell_loss(at);
        }
    }

    void tell_loss(std::size_t at) {
        auto& backend = backends_[at];
        if (events_.state) {
            events_.state(at, false);
        }
        const auto now = sources_.monotonic();
        if (!events_.warning || (backend.told_at && now - *backend.told_at < quiet_period)) {
            return;
        }
        backend.told_at = now;
        backend.told = true;
        const auto instead = std::ranges::find_if(backends_, [](const auto& each) { return each.is_well(); });
        const std::string consequence = instead != backends_.end()
                                            ? instead->asked->where() + " is asked instead"
                                        : is_last_resort(at) ? "it goes on being asked"
                                                             : "it is tried again after a pause";
        events_.warning(backend.failure->message + "; " + consequence);
    }

    // Why nobody answered, in order of preference: what just failed, and what was not asked because it is
    // down.
    [[nodiscard]] error summary(const places& tried, const std::vector<error>& failures) const {
        std::optional<error> told;
        for (std::size_t i = 0; i < backends_.size(); ++i) {
            const auto& backend = backends_[i];
            const auto asked = std::ranges::find(tried, i);
            const auto* failure = asked != tried.end()
                                      ? &failures[static_cast<std::size_t>(asked - tried.begin())]
                                      : (backend.failure ? &*backend.failure : nullptr);
            if (failure == nullptr) {
                continue;
            }
            auto text = failure->message;
            if (backend.health.now() == backend_health::state::down) {
                text += " (down since " + backend.since + ")";
            }
            if (!told) {
                told = *failure;
                told->message = std::move(text);
                continue;
            }
            told->message += "; " + text;
            // Whoever was reached tells more than who was not.
            if (told->code == errc::unreachable) {
                told->code = failure->code;
            }
            told->concerns_all = told->concerns_all && failure->concerns_all;
        }
        return *told;
    }

    std::vector<watched_backend> backends_;
    failover_events events_;
    failover_sources sources_;
};

} // namespace

std::unique_ptr<api> fail_over(std::vector<std::unique_ptr<api>> backends, failover_events events,
                               failover_sources sources) {
    return std::make_unique<failover_api>(std::move(backends), std::move(events), std::move(sources));
}

} // namespace barograph::prometheus

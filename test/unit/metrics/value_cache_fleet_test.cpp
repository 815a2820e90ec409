#include "test/support/catch.hpp"
#include "test/unit/metrics/cache_fixture.hpp"
#include "test/unit/metrics/late_prometheus.hpp"

#include <algorithm>
#include <deque>
#include <queue>
#include <random>

namespace value_cache_fleet_test {

using namespace barograph;
using namespace barograph::test;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

/// A controller with so many autoscalers, each on a queue of its own, behind a Prometheus that takes its
/// time. Like kube-controller-manager it has five workers, and looks at an autoscaler again 15 s after it has
/// done so.
struct fleet : basic_cache_fixture<late_prometheus> {
    fleet(std::size_t autoscalers, milliseconds latency, milliseconds more, milliseconds sync = 15s)
        : count(autoscalers), period(sync) {
        std::uniform_int_distribution<milliseconds::rep> over(0, more.count());
        prometheus.now = [this] { return now; };
        prometheus.latency = [this, latency, over]() mutable { return latency + milliseconds(over(random)); };
        start(0s);
    }

    /// The controller has forgotten what it was about, and begins with all of them after the pause.
    void start(milliseconds pause) {
        workers = std::vector<worker>(5);
        ready.clear();
        later = {};
        for (std::size_t i = 0; i < count; ++i) {
            later.emplace(now + pause, i);
        }
    }

    void run(std::chrono::seconds time) {
        for (const auto end = now + time; now < end;) {
            now += step;
            cache.refresh_due(now);
            turn();
            prometheus.answer_due();
            turn();
            for (; !later.empty() && later.top().first <= now; later.pop()) {
                ready.push_back(later.top().second);
            }
            std::ranges::for_each(workers, [this](worker& each) { go_on(each); });
        }
    }

    /// One of its workers after the other does something else for so long each time it was told a value.
    void be_busy(milliseconds more) { also = more; }

    /// What is told from now on counts.
    void count_from_now() {
        ages.clear();
        waited = {};
        prometheus.queries = 0;
    }

    [[nodiscard]] milliseconds oldest() const { return std::ranges::max(ages); }

    std::vector<milliseconds> ages; ///< of the values, when the controller was told them
    milliseconds waited{};          ///< by all workers together

private:
    static constexpr milliseconds step{20};
    using turn_of = std::pair<net::time_point, std::size_t>;

    struct worker {
        bool busy = false;
        std::size_t autoscaler = 0;
        std::shared_ptr<pending> ask;
        net::time_point until{};
    };

    void go_on(worker& each) {
        if (each.ask && each.ask->result) {
            REQUIRE(value(*each.ask) >= 0);
            ages.push_back(prometheus.since_beginning() - milliseconds(value(*each.ask) / 1000));
            each.ask = nullptr;
            each.until = now + milliseconds(doing(random)) + also;
        } else if (each.ask) {
            waited += step;
        }
        if (each.busy && !each.ask && each.until <= now) {
            later.emplace(now + period, each.autoscaler);
            each.busy = false;
        }
        if (!each.busy && !ready.empty()) {
            each.busy = true;
            each.autoscaler = ready.front();
            ready.pop_front();
            each.ask = ask_for(each.autoscaler);
        }
    }

    std::shared_ptr<pending> ask_for(std::size_t autoscaler) {
        metrics::value_request request{.metric = "jobs",
                                       .ns = "shop",
                                       .labels =
                                           rules::parse_selector("q=k" + std::to_string(autoscaler)).value(),
                                       .deadline = now + 7s};
        auto made = std::make_shared<pending>();
        const auto live = cache.remembered(request);
        if (const auto kept = live ? live->recall(now) : nullptr) {
            made->result = kept->result;
        } else {
            net::asio::co_spawn(context, store(cache.values(std::move(request)), made), net::asio::detached);
            turn();
        }
        return made;
    }

    std::size_t count;
    milliseconds period;
    milliseconds also{};
    std::mt19937 random{1}; // NOLINT(cert-msc32-c,cert-msc51-cpp): the same each time
    std::uniform_int_distribution<milliseconds::rep> doing{4, 30};
    std::vector<worker> workers;
    std::deque<std::size_t> ready;
    std::priority_queue<turn_of, std::vector<turn_of>, std::greater<>> later;
};

} // namespace

TEST_CASE("behind a backend of 2 s, no autoscaler waits and none is told what is much older than that") {
    const std::size_t autoscalers = GENERATE(60U, 300U);
    INFO(autoscalers << " autoscalers");
    fleet all(autoscalers, 2s, 0s);
    all.run(5min);
    all.count_from_now();
    all.run(3min);
    CHECK(all.ages.size() > 11 * autoscalers);
    CHECK(all.waited == 0s);
    CHECK(all.oldest() < 2700ms);
    CHECK(all.prometheus.queries < 12 * 20);
    CHECK(all.prometheus.most_at_once <= 6);
}

TEST_CASE("a backend of 2 s that answers some at once is a slow one all the same") {
    const auto every = GENERATE(9, 40);
    fleet all(300, 2s, 0s);
    all.prometheus.latency = [every, times = 0]() mutable { return ++times % every == 0 ? 3ms : 2000ms; };
    all.run(3min);
    all.count_from_now();
    all.run(3min);
    CHECK(all.ages.size() > 11 * 300);
    CHECK(all.waited < 2s);
}

TEST_CASE("three periods after the last autoscaler has been seen, hardly any is told an old value") {
    fleet all(300, 2s, 20ms);
    all.run(170s);
    all.count_from_now();
    all.run(30s);
    const auto old = std::ranges::count_if(all.ages, [](milliseconds age) { return age > 2800ms; });
    CHECK(all.ages.size() >= 560);
    CHECK(old < 50);
    CHECK(all.waited < 2s);
}

TEST_CASE("a backend whose values live for little longer than it takes keeps hardly anybody waiting") {
    fleet all(300, 3500ms, 300ms);
    all.run(10min);
    all.count_from_now();
    all.run(5min);
    CHECK(all.ages.size() > 19 * 300);
    CHECK(all.waited < 150s);
    CHECK_FALSE(all.prometheus.twice_at_once);
}

TEST_CASE(
    "who is asked late, since the controller does more for those before it, is not told what is older") {
    fleet all(300, 2s, 20ms);
    all.run(5min);
    all.count_from_now();
    all.be_busy(15ms);
    all.run(15s);
    const auto old = std::ranges::count_if(all.ages, [](milliseconds age) { return age > 2800ms; });
    CHECK(all.ages.size() > 250);
    CHECK(old < 45);
    CHECK(all.waited == 0s);
}

TEST_CASE("what is under way is not asked once more, however often a slow backend's value is wanted") {
    fleet all(GENERATE(1U, 5U), 2400ms, 300ms, 500ms);
    all.run(2min);
    CHECK(all.ages.size() > 200);
    CHECK_FALSE(all.prometheus.twice_at_once);
}

TEST_CASE("a thousand autoscalers that all wait at first do so no more in the end") {
    fleet all(1000, 2s, 100ms);
    all.run(15min);
    all.count_from_now();
    all.run(2min);
    CHECK(all.ages.size() > 7 * 1000);
    CHECK(all.waited < 30s);
}

TEST_CASE("a controller that starts anew waits for a few seconds, not for each autoscaler") {
    fleet all(300, 2s, 200ms);
    all.run(5min);
    all.start(20s);
    all.count_from_now();
    all.run(1min);
    CHECK(all.ages.size() >= 3 * 300);
    CHECK(all.waited < 30s);
}

} // namespace value_cache_fleet_test

#include "metrics/discovery.hpp"
#include "net/task_group.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/metrics/rule_of.hpp"
#include "test/unit/metrics/scripted_prometheus.hpp"

namespace discovery_test {

using namespace barograph;
using namespace std::chrono_literals;
using metrics::discovery;
using prometheus::errc;
using strings = std::vector<std::string>;
using test::failure;
using test::rule_of;

namespace {

// A rule that lists each series its selector finds under the series' own name.
rules::rule each(std::string selector) {
    return rule_of({.series_query = std::move(selector),
                    .metrics_query = "sum(<<.Series>>)",
                    .location = "rules.yaml:3"});
}

constexpr const char* queues = R"({__name__=~"^queue_.*"})";
constexpr const char* workers = R"({__name__=~"^worker_.*"})";

struct fixture {
    discovery started(std::vector<rules::rule> rules, metrics::discovery_options options = {}) {
        return {context.get_executor(), prometheus, std::move(rules), options};
    }

    bool relist(discovery& what, std::chrono::nanoseconds since_start = 0ns) {
        return test::run_coroutine(context, what.relist(start + since_start));
    }

    net::asio::io_context context;
    test::scripted_prometheus prometheus;
    net::time_point start = net::steady_clock::now();
};

strings listed(const discovery& what) {
    return what.current()->names()->names;
}

} // namespace

TEST_CASE_METHOD(fixture, "a listing asks for the series of each rule and lists what was found") {
    prometheus.series[queues] = strings{"queue_a", "queue_b"};
    prometheus.series[workers] = strings{"worker_c"};
    auto all = started({each(queues), each(workers)}, {.max_age = 10min, .query_timeout = 30s});
    CHECK(listed(all).empty());
    CHECK(relist(all));
    CHECK(listed(all) == strings{"queue_a", "queue_b", "worker_c"});

    REQUIRE(prometheus.listings.size() == 2);
    CHECK(prometheus.listings[0].selector == queues);
    CHECK(prometheus.listings[1].selector == workers);
    const auto oldest = std::chrono::system_clock::now() - 10min;
    CHECK(prometheus.listings[0].start <= oldest);
    CHECK(prometheus.listings[0].start > oldest - 1min);
    CHECK(prometheus.listings[0].deadline >= start + 30s);
    CHECK(prometheus.listings[0].deadline < start + 90s);
}

TEST_CASE_METHOD(fixture, "a rule whose listing fails keeps its names and fails alone") {
    prometheus.series[queues] = strings{"queue_a"};
    prometheus.series[workers] = strings{"worker_a"};
    auto all = started({each(queues), each(workers)}, {.max_age = 10min});
    REQUIRE(relist(all));

    prometheus.series[queues] = failure(errc::unavailable, "Prometheus answered 503");
    prometheus.series[workers] = strings{"worker_a", "worker_b"};
    CHECK_FALSE(relist(all, 10min));
    CHECK(listed(all) == strings{"queue_a", "worker_a", "worker_b"});
    // However long it lasts: nothing was found to be missing.
    CHECK_FALSE(relist(all, 48h));
    CHECK(listed(all) == strings{"queue_a", "worker_a", "worker_b"});
}

TEST_CASE_METHOD(fixture,
                 "when the first listing fails, rules that can give only one name are listed all the same") {
    prometheus.series[queues] = failure(errc::unreachable, "connection refused");
    prometheus.series["jobs"] = failure(errc::unreachable, "connection refused");
    auto all = started({each(queues), each("jobs")});
    CHECK(listed(all) == strings{"jobs"});
    CHECK_FALSE(all.has_listed());
    CHECK_FALSE(relist(all));
    CHECK(listed(all) == strings{"jobs"});
    CHECK(all.has_listed());
}

TEST_CASE_METHOD(
    fixture,
    "a Prometheus that never answers delays readiness by one rule's time limit, not by every rule's") {
    prometheus.series[queues] = failure(errc::timed_out, "no answer within the deadline");
    prometheus.series[workers] = failure(errc::timed_out, "no answer within the deadline");
    auto all = started({each(queues), each(workers)});
    std::vector<bool> listed_by_then;
    prometheus.on_listing = [&](const std::string&) { listed_by_then.push_back(all.has_listed()); };
    CHECK_FALSE(relist(all));
    CHECK(listed_by_then == std::vector{false, true});
}

TEST_CASE_METHOD(
    fixture,
    "one rule that Prometheus refuses does not make discovery look done before the rest was listed") {
    prometheus.series[queues] = failure(errc::rejected, "Prometheus answered 400");
    auto all = started({each(queues), each(workers)});
    std::vector<bool> listed_by_then;
    prometheus.on_listing = [&](const std::string&) { listed_by_then.push_back(all.has_listed()); };
    CHECK_FALSE(relist(all));
    CHECK(listed_by_then == std::vector{false, false});
    CHECK(all.has_listed());
}

TEST_CASE_METHOD(fixture, "a name that is gone stays for max age, so that a restarted source causes no gap") {
    prometheus.series[queues] = strings{"queue_a", "queue_b"};
    auto all = started({each(queues)}, {.max_age = 10min});
    REQUIRE(relist(all));
    prometheus.series[queues] = strings{"queue_b"};
    // With the default flags, listings are max age apart.
    CHECK(relist(all, 10min + 1s));
    CHECK(listed(all) == strings{"queue_a", "queue_b"});
    CHECK(relist(all, 20min + 2s));
    CHECK(listed(all) == strings{"queue_b"});
}

TEST_CASE_METHOD(fixture, "a name that was found last is used rather than one that is gone") {
    auto all = started({rule_of({.series_query = queues,
                                 .name = {.matches = {}, .as = "waiting"},
                                 .metrics_query = "sum(<<.Series>>)"})});
    prometheus.series[queues] = strings{"queue_z"};
    REQUIRE(relist(all));
    prometheus.series[queues] = strings{"queue_a"};
    REQUIRE(relist(all, 1s));
    CHECK(all.current()->find("waiting")->series == "queue_a");
}

TEST_CASE_METHOD(fixture, "a listing that is cancelled changes nothing") {
    prometheus.series[queues] = strings{"queue_a"};
    prometheus.series[workers] = failure(errc::cancelled, "cancelled");
    auto all = started({each(queues), each(workers)});
    CHECK_FALSE(relist(all));
    CHECK(listed(all).empty());
    CHECK_FALSE(all.has_listed());
}

TEST_CASE_METHOD(fixture, "whoever follows the names is told them at once, and then each time they change") {
    prometheus.series[queues] = strings{"queue_a"};
    auto all = started({each(queues), each("jobs")});
    std::vector<strings> told;
    all.on_change([&](const metrics::name_list& names) { told.push_back(names.names); });
    CHECK(told == std::vector<strings>{{"jobs"}});
    relist(all);
    relist(all, 1s);
    prometheus.series[queues] = strings{"queue_a", "queue_b"};
    relist(all, 2s);
    CHECK(told == std::vector<strings>{{"jobs"}, {"jobs", "queue_a"}, {"jobs", "queue_a", "queue_b"}});
}

TEST_CASE_METHOD(fixture, "a catalogue that somebody holds stays as it is when another is published") {
    prometheus.series[queues] = strings{"queue_a"};
    auto all = started({each(queues)}, {.max_age = 0s});
    relist(all);
    const auto held = all.current();
    const auto* entry = held->find("queue_a");
    prometheus.series[queues] = strings{};
    relist(all, 1s);
    relist(all, 2s);
    CHECK(listed(all).empty());
    CHECK(held->names()->names == strings{"queue_a"});
    CHECK(entry->series == "queue_a");
}

TEST_CASE_METHOD(fixture, "it lists at once and then again and again, until it is cancelled") {
    prometheus.series[queues] = strings{"queue_a"};
    auto all = started({each(queues)}, {.schedule = {.interval = 1ms}});
    std::string crash;
    net::task_group tasks(context.get_executor(),
                          [&](const std::string& task, const std::exception_ptr&) { crash = task; });
    tasks.spawn("discovery", all.run());
    test::run_until(context, [&] { return prometheus.listings.size() >= 3; });
    CHECK(listed(all) == strings{"queue_a"});
    tasks.cancel();
    test::run_coroutine(context, tasks.join());
    CHECK(crash.empty());
}

TEST_CASE_METHOD(fixture, "a listing that failed is tried again long before the interval is over") {
    prometheus.series[queues] = failure(errc::unreachable, "connection refused");
    auto all = started({each(queues)}, {.schedule = {.interval = 1h, .min_retry = 1ms, .max_retry = 1ms}});
    net::task_group tasks(context.get_executor(), [](const std::string&, const std::exception_ptr&) {});
    tasks.spawn("discovery", all.run());
    test::run_until(context, [&] { return prometheus.listings.size() >= 2; });
    prometheus.series[queues] = strings{"queue_a"};
    test::run_until(context, [&] { return !listed(all).empty(); });
    tasks.cancel();
    test::run_coroutine(context, tasks.join());
    CHECK(listed(all) == strings{"queue_a"});
}

} // namespace discovery_test

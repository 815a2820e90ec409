#include "metrics/discovery.hpp"
#include "net/task_group.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/metrics/rule_of.hpp"
#include "test/unit/metrics/scripted_prometheus.hpp"

namespace discovery_replace_test {

using namespace barograph;
using namespace std::chrono_literals;
using metrics::discovery;
using prometheus::errc;
using strings = std::vector<std::string>;
using test::failure;

namespace {

rules::rule each(std::string selector, std::string query = "sum(<<.Series>>)") {
    return test::rule_of(
        {.series_query = std::move(selector), .metrics_query = std::move(query), .location = "rules.yaml:3"});
}

constexpr const char* queues = R"({__name__=~"^queue_.*"})";
constexpr const char* workers = R"({__name__=~"^worker_.*"})";

struct fixture {
    void replace(std::vector<rules::rule> rules) {
        test::run_coroutine(context, all.replace(std::move(rules), now));
    }

    [[nodiscard]] strings listed() const { return all.current()->names()->names; }

    net::asio::io_context context;
    test::scripted_prometheus prometheus;
    net::time_point now = net::steady_clock::now();
    discovery all{context.get_executor(), prometheus, {each(queues)}, {}};
};

} // namespace

TEST_CASE_METHOD(fixture, "new rules are listed before they take the place of the old ones") {
    prometheus.series[queues] = strings{"queue_a"};
    prometheus.series[workers] = strings{"worker_a"};
    test::run_coroutine(context, all.relist(now));
    strings while_listing;
    prometheus.on_listing = [&](const std::string&) { while_listing = listed(); };
    replace({each(workers)});
    CHECK(while_listing == strings{"queue_a"});
    CHECK(listed() == strings{"worker_a"});
}

TEST_CASE_METHOD(fixture, "a rule whose seriesQuery stays keeps its series without being listed again") {
    prometheus.series[queues] = strings{"queue_a"};
    prometheus.series[workers] = strings{"worker_a"};
    test::run_coroutine(context, all.relist(now));
    prometheus.listings.clear();
    replace({each(workers), each(queues, "max(<<.Series>>)")});
    REQUIRE(prometheus.listings.size() == 1);
    CHECK(prometheus.listings.front().selector == workers);
    CHECK(listed() == strings{"queue_a", "worker_a"});
    CHECK(all.current()->find("queue_a")->rule.spec().metrics_query == "max(<<.Series>>)");
}

TEST_CASE_METHOD(fixture, "rules that can't be listed take effect all the same") {
    prometheus.series[queues] = strings{"queue_a"};
    test::run_coroutine(context, all.relist(now));
    prometheus.series["jobs"] = failure(errc::unreachable, "connection refused");
    replace({each(queues), each("jobs")});
    CHECK(listed() == strings{"jobs", "queue_a"});
}

TEST_CASE_METHOD(fixture, "of a backend that does not answer not every new rule waits") {
    prometheus.series["jobs"] = failure(errc::timed_out, "no answer");
    replace({each("jobs"), each(workers), each(queues)});
    REQUIRE(prometheus.listings.size() == 1);
    CHECK(listed() == strings{"jobs"});
}

TEST_CASE_METHOD(fixture, "a backend that does not answer costs no rule the series that were known") {
    prometheus.series[queues] = strings{"queue_a"};
    test::run_coroutine(context, all.relist(now));
    prometheus.series["jobs"] = failure(errc::timed_out, "no answer");
    replace({each("jobs"), each(queues)});
    CHECK(listed() == strings{"jobs", "queue_a"});
}

TEST_CASE_METHOD(fixture,
                 "after rules that could not be listed the next listing does not wait its interval") {
    net::task_group tasks(context.get_executor(), nullptr);
    tasks.spawn("discovery", all.run());
    test::run_until(context, [&] { return prometheus.listings.size() == 1; });
    prometheus.series[workers] = failure(errc::unreachable, "connection refused");
    replace({each(workers)});
    prometheus.series[workers] = strings{"worker_a"};
    context.restart();
    test::run_until(context, [&] { return listed() == strings{"worker_a"}; });
    tasks.cancel();
    test::run_coroutine(context, tasks.join());
}

TEST_CASE_METHOD(fixture, "a listing under way when rules are replaced harms nothing") {
    prometheus.series[queues] = strings{"queue_a"};
    prometheus.series[workers] = strings{"worker_a"};
    bool replaced = false;
    prometheus.on_listing = [&](const std::string&) {
        if (!std::exchange(replaced, true)) {
            net::asio::io_context other;
            test::run_coroutine(other, all.replace({each(workers)}, now));
        }
    };
    CHECK_FALSE(test::run_coroutine(context, all.relist(now)));
    CHECK(listed() == strings{"worker_a"});
    CHECK(test::run_coroutine(context, all.relist(now)));
}

} // namespace discovery_replace_test

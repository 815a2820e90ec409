#include "test/integration/barograph_server.hpp"
#include "test/integration/exposition_server.hpp"
#include "test/integration/real_prometheus.hpp"
#include "test/support/catch.hpp"

#include <csignal>

namespace shutdown_test {

using namespace barograph::test;
using strings = std::vector<std::string>;

namespace {

constexpr const char* rules = R"(
rules:
  external:
  - seriesQuery: 'depth'
    metricsQuery: 'sum(<<.Series>>)'
)";

constexpr const char* no_prometheus = "http://127.0.0.1:1";

} // namespace

TEST_CASE("a signal ends a server that has nothing to do, with status 0") {
    barograph_server server(rules, no_prometheus);
    const int number = GENERATE(SIGTERM, SIGINT);
    server.process().signal(number);
    CHECK(server.process().wait() == 0);
    CHECK_THAT(server.process().output(), ContainsSubstring("info ended\n"));
}

TEST_CASE("SIGTERM lets a request in flight have its answer first") {
    const exposition_server worker("depth 57\n");
    const real_prometheus prometheus(worker.address());
    prometheus.has("depth");
    barograph_server server(rules, prometheus.url(), {"--prometheus-timeout=20s"});
    REQUIRE(server.metric("depth").status == 200);

    prometheus.freeze();
    // Both wait for it when it goes on, so that it may see the signal first.
    server.process().signal(SIGSTOP);
    server.begin(metric_path("depth"));
    server.process().signal(SIGTERM);
    server.process().signal(SIGCONT);
    server.process().output_after("SIGTERM: ");
    CHECK(server.process().is_running());
    prometheus.thaw();
    const auto answer = server.answer();
    CHECK(answer.status == 200);
    CHECK(answer.values() == strings{"57"});
    CHECK(server.process().wait() == 0);
}

TEST_CASE("a second signal ends it at once") {
    const exposition_server worker("depth 57\n");
    const real_prometheus prometheus(worker.address());
    prometheus.has("depth");
    barograph_server server(rules, prometheus.url(), {"--prometheus-timeout=20s"});
    prometheus.freeze();
    server.begin(metric_path("depth"));
    server.process().signal(SIGTERM);
    server.process().output_after("SIGTERM: ");
    server.process().signal(SIGTERM);
    CHECK(server.process().wait() == 128 + SIGTERM);
    prometheus.thaw();
}

TEST_CASE("during the shutdown delay it is not ready, and goes on serving") {
    barograph_server server(rules, no_prometheus, {"--shutdown-delay-duration=1h"});
    server.process().signal(SIGTERM);
    eventually("it is not ready", [&] { return server.get("/readyz").status == 500; });
    CHECK(server.get("/livez").status == 200);
    CHECK(server.list() == strings{"depth"});
    server.process().signal(SIGINT);
    CHECK(server.process().wait() == 128 + SIGINT);
}

} // namespace shutdown_test

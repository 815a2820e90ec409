#include "test/integration/barograph_server.hpp"
#include "test/integration/exposition_server.hpp"
#include "test/integration/real_prometheus.hpp"
#include "test/support/catch.hpp"

namespace outages_test {

using namespace barograph::test;
using namespace std::chrono_literals;
using strings = std::vector<std::string>;

namespace {

constexpr const char* rules = R"(
rules:
  external:
  - seriesQuery: 'depth'
    metricsQuery: 'sum(<<.Series>>)'
  - seriesQuery: '{__name__=~"^found_.*"}'
    metricsQuery: 'sum(<<.Series>>)'
)";

constexpr const char* exposition = "depth 57\nfound_one 1\n";

// An ask, and how long its answer took.
std::pair<api_answer, std::chrono::steady_clock::duration> timed(barograph_server& server) {
    const auto begin = std::chrono::steady_clock::now();
    auto answer = server.metric("depth");
    return {std::move(answer), std::chrono::steady_clock::now() - begin};
}

} // namespace

TEST_CASE("while Prometheus is down the answer is an error with the reason, and afterwards the value again") {
    const exposition_server worker(exposition);
    real_prometheus prometheus(worker.address());
    prometheus.has("found_one");
    barograph_server server(rules, prometheus.url());
    eventually("all is well", [&] { return server.list() == strings{"depth", "found_one"}; });
    REQUIRE(server.metric("depth").values() == strings{"57"});

    prometheus.kill();
    const auto [answer, took] = timed(server);
    CHECK(answer.status == 503);
    CHECK_THAT(answer.sentence(), ContainsSubstring("metric depth (rule at "));
    // The connection that was open may be the first to break; then that is the reason until it is tried
    // again.
    CHECK_THAT(answer.sentence(), ContainsSubstring(prometheus.url() + ": Connection re"));
    CHECK(took < 10s);
    eventually("the reason is that nobody is there", [&] {
        return server.metric("depth").sentence().contains(prometheus.url() + ": Connection refused");
    });
    eventually("the failure is in the log, once", [&] {
        return server.process().output().find("error listing the series depth") != std::string::npos;
    });
    // Clients go on finding the group and its metrics, and the server goes on being ready to say what is
    // wrong.
    CHECK(server.list() == strings{"depth", "found_one"});
    CHECK(server.get("/readyz").status == 200);

    prometheus.start();
    eventually("the value is back", [&] { return server.metric("depth").status == 200; });
    eventually("the value is the true one", [&] { return server.metric("depth").values() == strings{"57"}; });
    eventually("the log says that it works again",
               [&] { return server.process().output().find("works again") != std::string::npos; });
}

TEST_CASE("a Prometheus that accepts and never answers costs one deadline, and no more") {
    const exposition_server worker(exposition);
    const real_prometheus prometheus(worker.address());
    prometheus.has("depth");
    barograph_server server(rules, prometheus.url());
    REQUIRE(server.metric("depth").status == 200);

    prometheus.freeze();
    const auto [answer, took] = timed(server);
    CHECK(answer.status == 504);
    CHECK_THAT(answer.sentence(), ContainsSubstring("metric depth (rule at "));
    CHECK_THAT(answer.sentence(), ContainsSubstring("no answer within the deadline"));
    CHECK(took >= 2s);
    CHECK(took < 12s);
    CHECK(server.get("/readyz").status == 200);

    prometheus.thaw();
    eventually("the value is back", [&] { return server.metric("depth").status == 200; });
}

TEST_CASE("started before Prometheus is there, it is ready, lists what must be listed, and catches up") {
    const exposition_server worker(exposition);
    real_prometheus prometheus(worker.address());
    prometheus.kill();
    barograph_server server(rules, prometheus.url());
    CHECK(server.list() == strings{"depth"});
    CHECK(server.metric("depth").status == 503);
    CHECK(server.metric("found_one").status == 404);

    prometheus.start();
    eventually("the other metric is listed", [&] { return server.list() == strings{"depth", "found_one"}; });
    eventually("its value is there", [&] { return server.metric("found_one").values() == strings{"1"}; });
}

} // namespace outages_test

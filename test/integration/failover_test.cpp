#include "test/integration/barograph_server.hpp"
#include "test/integration/exposition_server.hpp"
#include "test/integration/real_prometheus.hpp"
#include "test/support/catch.hpp"

namespace failover_test {

using namespace barograph::test;
using strings = std::vector<std::string>;

namespace {

// The backend that answers is told by its value.
constexpr const char* rules = R"(
rules:
  external:
  - seriesQuery: 'depth'
    metricsQuery: 'sum(<<.Series>>)'
)";

struct fixture {
    fixture() {
        first.has("depth");
        second.has("depth");
    }

    // Whether /metrics says that both are so.
    bool up(int is_first, int is_second) {
        const auto text = server.get("/metrics").text;
        const auto says = [&](const real_prometheus& backend, int is_up) {
            return text.find("\nbarograph_prometheus_backend_up{backend=\"" + backend.url() + "\"} " +
                             std::to_string(is_up) + "\n") != std::string::npos;
        };
        return says(first, is_first) && says(second, is_second);
    }

    bool answers(const std::string& value) {
        return server.metric("depth").body.contains("items") &&
               server.metric("depth").values() == strings{value};
    }

    const exposition_server one{"depth 1\n"};
    const exposition_server two{"depth 2\n"};
    real_prometheus first{one.address()};
    real_prometheus second{two.address()};
    barograph_server server{rules, first.url(), {"--prometheus-url=" + second.url()}};
};

} // namespace

TEST_CASE_METHOD(
    fixture, "when one of two Prometheus dies each ask is still answered, and the first one serves again") {
    REQUIRE(server.metric("depth").values() == strings{"1"});
    CHECK(up(1, 1));

    first.kill();
    for (int i = 0; i < 20; ++i) {
        const auto answer = server.metric("depth");
        INFO(answer.sentence());
        REQUIRE(answer.status == 200);
        CHECK(answer.values() == strings{"2"});
    }
    CHECK(up(0, 1));
    CHECK_THAT(server.get("/metrics").text, !ContainsSubstring("\nbarograph_prometheus_failovers_total 0\n"));
    const auto log = server.process().output();
    CHECK_THAT(log, ContainsSubstring(first.url()) &&
                        ContainsSubstring("Prometheus " + second.url() + " is asked instead"));

    first.start();
    eventually("the first one answers again", [&] { return answers("1"); });
    CHECK(up(1, 1));
    CHECK_THAT(server.process().output(), ContainsSubstring("Prometheus " + first.url() + " answers again"));
}

TEST_CASE_METHOD(fixture,
                 "one that hangs costs a part of the deadline, then nothing; with both gone both are named") {
    REQUIRE(server.metric("depth").values() == strings{"1"});
    first.freeze();
    eventually("it is asked no more", [&] { return answers("2") && up(0, 1); });
    second.kill();
    const auto answer = server.metric("depth");
    CHECK(answer.status != 200);
    CHECK_THAT(answer.sentence(), ContainsSubstring(first.url()) && ContainsSubstring(second.url()));

    first.thaw();
    eventually("the first one answers again", [&] { return answers("1"); });
    second.start();
    first.kill();
    eventually("the second one answers again", [&] { return answers("2"); });
}

TEST_CASE(
    "a Prometheus below a path that asks for a user stands in for one that does not, by GET and by POST") {
    const exposition_server worker("depth 3\n");
    real_prometheus open(worker.address());
    const real_prometheus guarded(worker.address(),
                                  {.path_prefix = "/select/0/prometheus", .asks_user = true});
    guarded.has("depth");
    open.kill();
    const std::string verb = GENERATE("GET", "POST");
    barograph_server server(rules, open.url(),
                            {"--prometheus-url=" + guarded.url(), "--prometheus-verb=" + verb});
    CHECK(server.metric("depth").values() == strings{"3"});
    CHECK_THAT(server.process().output(), !ContainsSubstring("p%20w") && !ContainsSubstring("p w"));
    CHECK_THAT(server.get("/metrics").text,
               ContainsSubstring("/select/0/prometheus\"} 1\n") && !ContainsSubstring("p%20w"));
}

} // namespace failover_test

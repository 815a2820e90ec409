#include "test/integration/exposition_server.hpp"
#include "test/integration/raw_exchange.hpp"
#include "test/integration/real_prometheus.hpp"
#include "test/support/catch.hpp"

#include <fstream>
#include <unistd.h>

namespace traps_test {

// What broke servers like this one, by their issue trackers.

using namespace barograph::test;
using nlohmann::json;
using strings = std::vector<std::string>;

namespace {

constexpr const char* nowhere = "http://127.0.0.1:1";
constexpr const char* rule_of_any_queue = "externalRules:\n"
                                          "- seriesQuery: '{__name__=~\"queue_.*\"}'\n"
                                          "  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'\n";

// The resources of aggregated discovery, in this version of its types.
json discovered(const barograph_server& server, const std::string& version) {
    const auto answers = send_raw(server, "GET /apis HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                                          "Accept: application/json;g=apidiscovery.k8s.io;v=" +
                                              version + ";as=APIGroupDiscoveryList,application/json\r\n\r\n");
    REQUIRE(answers.size() == 1);
    REQUIRE(answers[0].status == 200);
    return json::parse(answers[0].body).at("items").at(0).at("versions").at(0).at("resources");
}

void check_that_no_list_is_empty(barograph_server& server) {
    CHECK(server.list() == strings{"externalmetrics"});
    for (const auto* version : {"v2", "v2beta1"}) {
        const auto resources = discovered(server, version);
        REQUIRE(resources.size() == 1);
        CHECK(resources[0].at("responseKind").at("group") == "external.metrics.k8s.io");
        CHECK(resources[0].at("responseKind").at("version") == "v1beta1");
        CHECK(resources[0].at("responseKind").at("kind") == "ExternalMetricValueList");
    }
}

// Of a process, in bytes.
std::size_t resident_memory(pid_t pid) {
    std::ifstream statistics("/proc/" + std::to_string(pid) + "/statm");
    std::size_t all = 0;
    std::size_t resident = 0;
    statistics >> all >> resident;
    REQUIRE(resident > 0);
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace

TEST_CASE("the trap of an empty list, which clients take for a broken group: no rules, Prometheus down") {
    barograph_server server("externalRules: []\n", nowhere);
    check_that_no_list_is_empty(server);
}

TEST_CASE("the trap of an empty list: rules whose metrics cannot be found out, as Prometheus is down") {
    barograph_server server(rule_of_any_queue, nowhere);
    check_that_no_list_is_empty(server);
}

TEST_CASE("the trap of an empty list: no series fits any rule") {
    const exposition_server worker("other 1\n");
    const real_prometheus prometheus(worker.address());
    barograph_server server(rule_of_any_queue, prometheus.url());
    check_that_no_list_is_empty(server);
}

// AddressSanitizer keeps back what is freed, a while.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t growth = std::size_t{512} << 20U;
#else
constexpr std::size_t growth = std::size_t{8} << 20U;
#endif

TEST_CASE("the trap of a long list: encoded once, memory flat, nothing in the log") {
    constexpr std::size_t count = 5000;
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += "queue_" + std::to_string(i) + " 1\n";
    }
    const exposition_server worker(text);
    const real_prometheus prometheus(worker.address());
    prometheus.has("queue_0");
    barograph_server server(rule_of_any_queue, prometheus.url());
    eventually("all metrics are listed", [&] { return server.list().size() == count; });
    const auto ask_often = [&](int times) {
        for (int i = 0; i < times; ++i) {
            CHECK(server.list().size() == count);
            CHECK(discovered(server, "v2").size() == count);
            CHECK(server.get("/openapi/v3" + api).status == 200);
        }
    };
    ask_often(3);
    const auto before = resident_memory(server.process().pid());
    ask_often(20);
    const auto after = resident_memory(server.process().pid());
    INFO(before << " bytes before, " << after << " after");
    CHECK(after < before + growth);
    CHECK(server.process().output().find(" error ") == std::string::npos);
}

TEST_CASE(
    "the trap of odd names: colons, upper case and names alike are kept apart, and no item is nameless") {
    const exposition_server worker("queue_depth 1\nqueue_Depth 2\nqueue_depth:sum 3\nqueue_:depth 4\n");
    const real_prometheus prometheus(worker.address());
    prometheus.has("{__name__=\"queue_:depth\"}");
    barograph_server server(rule_of_any_queue, prometheus.url());
    eventually("all metrics are listed", [&] { return server.list().size() == 4; });
    int expected = 1;
    for (const auto* name : {"queue_depth", "queue_Depth", "queue_depth:sum", "queue_:depth"}) {
        INFO(name);
        const auto answer = server.metric(name);
        REQUIRE(answer.status == 200);
        CHECK(answer.values() == strings{std::to_string(expected++)});
        CHECK(answer.body.at("items").at(0).at("metricName") == name);
    }
}

TEST_CASE("the trap of secrets in messages: none of a URL or a header comes back, or into the log") {
    barograph_server server("externalRules:\n- {seriesQuery: 'depth', metricsQuery: 'sum(<<.Series>>)'}\n",
                            "http://reader:s3cret@127.0.0.1:1");
    const std::string secret_header = "Authorization: Bearer s3cret\r\nCookie: s3cret\r\n";
    const strings paths = {metric_path("depth"),
                           metric_path("depth", "a==="),
                           metric_path("nope"),
                           "/nope",
                           "/metrics",
                           "/readyz?verbose",
                           api + "/namespaces/shop/depth?watch=true",
                           api + "/namespaces/shop/depth?explain=true"};
    for (const auto& path : paths) {
        const auto separator = path.find('?') == path.npos ? "?" : "&";
        const auto answers = send_raw(
            server, "GET " + path + separator + "token=s3cret HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" +
                        secret_header + "\r\n");
        REQUIRE(answers.size() == 1);
        INFO(path << " " << answers[0].status << " " << answers[0].body);
        CHECK(answers[0].head.find("s3cret") == std::string::npos);
        CHECK(answers[0].body.find("s3cret") == std::string::npos);
    }
    eventually("the failure is in the log",
               [&] { return server.process().output().find("external metric") != std::string::npos; });
    CHECK(server.process().output().find("s3cret") == std::string::npos);
}

TEST_CASE("the trap of paths that nobody knows of: what is not listed does not answer") {
    barograph_server server("externalRules: []\n", nowhere);
    for (const auto* path :
         {"/debug/pprof/", "/debug/pprof/heap", "/debug/vars", "/debug/flags/v", "/logs/", "/config", "/api",
          "/swagger.json", "/openapi", "/metrics/slis", "/statusz", "/flagz"}) {
        INFO(path);
        CHECK(server.get(path).status == 404);
    }
}

} // namespace traps_test

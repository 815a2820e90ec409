#include "telemetry/instruments.hpp"
#include "test/support/catch.hpp"

#include <algorithm>

namespace instruments_test {

using namespace barograph;
using test::ContainsSubstring;

namespace {

std::size_t count_series(const std::string& exposition, const std::string& name) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = exposition.find("\n" + name, at)) != std::string::npos; ++at) {
        ++count;
    }
    return count;
}

} // namespace

TEST_CASE("requests are counted by method and code") {
    telemetry::instruments instruments("1.2.3");
    instruments.count_request("GET", 200);
    instruments.count_request("GET", 200);
    instruments.count_request("HEAD", 404);
    const auto text = instruments.expose();
    CHECK_THAT(text, ContainsSubstring("barograph_http_requests_total{code=\"200\",method=\"GET\"} 2\n"));
    CHECK_THAT(text, ContainsSubstring("barograph_http_requests_total{code=\"404\",method=\"HEAD\"} 1\n"));
}

TEST_CASE("a method that a client makes up makes no series") {
    telemetry::instruments instruments("1.2.3");
    for (int i = 0; i < 100; ++i) {
        instruments.count_request("X" + std::to_string(i), 405);
    }
    instruments.count_request("get", 405);
    instruments.count_request("", 405);
    instruments.count_request("GET\"} 1\nforged{x=\"", 405);
    const auto text = instruments.expose();
    CHECK(count_series(text, "barograph_http_requests_total{") == 1);
    CHECK_THAT(text, ContainsSubstring("barograph_http_requests_total{code=\"405\",method=\"other\"} 103\n"));
    CHECK_THAT(text, !ContainsSubstring("forged"));
}

TEST_CASE("questions to Prometheus are counted by kind and result") {
    telemetry::instruments instruments("1.2.3");
    instruments.count_prometheus_request("query", true, std::chrono::milliseconds(3));
    instruments.count_prometheus_request("query", false, std::chrono::milliseconds(3));
    instruments.count_prometheus_request("query", false, std::chrono::milliseconds(3));
    const auto text = instruments.expose();
    CHECK_THAT(text, ContainsSubstring(
                         "barograph_prometheus_requests_total{request=\"query\",result=\"success\"} 1\n"));
    CHECK_THAT(text, ContainsSubstring(
                         "barograph_prometheus_requests_total{request=\"query\",result=\"error\"} 2\n"));
    CHECK_THAT(
        text,
        ContainsSubstring(
            "barograph_prometheus_request_duration_seconds_bucket{request=\"query\",le=\"0.001\"} 0\n"));
    CHECK_THAT(
        text,
        ContainsSubstring(
            "barograph_prometheus_request_duration_seconds_bucket{request=\"query\",le=\"0.005\"} 3\n"));
}

TEST_CASE("each backend has its state, and what one leaves to the next is counted") {
    telemetry::instruments instruments("1.2.3");
    CHECK_THAT(instruments.expose(), ContainsSubstring("\nbarograph_prometheus_failovers_total 0\n"));
    instruments.set_prometheus_backend("http://a", true);
    instruments.set_prometheus_backend("http://b", true);
    instruments.set_prometheus_backend("http://a", false);
    instruments.count_prometheus_failover();
    const auto text = instruments.expose();
    CHECK_THAT(text, ContainsSubstring("\nbarograph_prometheus_backend_up{backend=\"http://a\"} 0\n"));
    CHECK_THAT(text, ContainsSubstring("\nbarograph_prometheus_backend_up{backend=\"http://b\"} 1\n"));
    CHECK_THAT(text, ContainsSubstring("\nbarograph_prometheus_failovers_total 1\n"));
}

TEST_CASE("who asks and who may are counted and timed, by where the answer came from") {
    telemetry::instruments instruments("1.2.3");
    instruments.count_authentication("token", "error", std::chrono::milliseconds(3));
    instruments.count_authorization("allowed", "cache", std::chrono::microseconds(3));
    instruments.count_authorization("allowed", "cache", std::chrono::microseconds(3));
    const auto text = instruments.expose();
    CHECK_THAT(text, ContainsSubstring(
                         "barograph_authentication_attempts_total{method=\"token\",result=\"error\"} 1\n"));
    CHECK_THAT(text, ContainsSubstring("barograph_authentication_duration_seconds_bucket{method=\"token\","
                                       "le=\"0.001\"} 0\n"));
    CHECK_THAT(text, ContainsSubstring("barograph_authentication_duration_seconds_bucket{method=\"token\","
                                       "le=\"0.005\"} 1\n"));
    CHECK_THAT(text,
               ContainsSubstring(
                   "barograph_authorization_decisions_total{decision=\"allowed\",source=\"cache\"} 2\n"));
    CHECK_THAT(text,
               ContainsSubstring("barograph_authorization_duration_seconds_count{source=\"cache\"} 2\n"));
}

TEST_CASE("the number of listed metrics is the one set last") {
    telemetry::instruments instruments("1.2.3");
    CHECK_THAT(instruments.expose(), ContainsSubstring("barograph_external_metrics 0\n"));
    instruments.set_listed_metrics(200'000);
    instruments.set_listed_metrics(7);
    CHECK_THAT(instruments.expose(), ContainsSubstring("barograph_external_metrics 7\n"));
}

TEST_CASE("the version is a label of a constant, beside the compiler's") {
    const telemetry::instruments instruments("1.2.3+\"quoted\"");
    const auto text = instruments.expose();
    CHECK_THAT(text, ContainsSubstring(",version=\"1.2.3+\\\"quoted\\\"\"} 1\n"));
    CHECK_THAT(text, ContainsSubstring("barograph_build_info{compiler=\"gcc ") ||
                         ContainsSubstring("barograph_build_info{compiler=\"clang "));
}

TEST_CASE("whether the APIService names this server is there while it is known") {
    telemetry::instruments instruments("1.2.3");
    const auto series = [&] {
        return count_series(instruments.expose(), "barograph_apiservice_registered ");
    };
    CHECK(series() == 0);
    instruments.set_apiservice_registered(true);
    CHECK_THAT(instruments.expose(), ContainsSubstring("\nbarograph_apiservice_registered 1\n"));
    instruments.set_apiservice_registered(false);
    CHECK_THAT(instruments.expose(), ContainsSubstring("\nbarograph_apiservice_registered 0\n"));
    CHECK(series() == 1);
    instruments.set_apiservice_registered(std::nullopt);
    CHECK(series() == 0);
}

TEST_CASE("audit events are counted by what became of them") {
    telemetry::instruments instruments("1.2.3");
    instruments.count_audit_events("written");
    instruments.count_audit_events("dropped", 3);
    const auto text = instruments.expose();
    CHECK_THAT(text, ContainsSubstring("barograph_audit_events_total{result=\"written\"} 1\n"));
    CHECK_THAT(text, ContainsSubstring("barograph_audit_events_total{result=\"dropped\"} 3\n"));
}

TEST_CASE("every metric has a help text and a type, and every counter ends in _total") {
    telemetry::instruments instruments("1.2.3");
    instruments.count_request("GET", 200);
    instruments.count_prometheus_request("query", true, std::chrono::milliseconds(3));
    instruments.set_prometheus_backend("http://p", true);
    instruments.count_prometheus_failover();
    instruments.count_fallback("hold");
    instruments.count_authentication("token", "success", std::chrono::milliseconds(3));
    instruments.count_authorization("denied", "review", std::chrono::milliseconds(3));
    instruments.count_config_load(true);
    instruments.count_certificate_load(true);
    instruments.count_handshake(true);
    instruments.count_refused_connection("peer");
    instruments.count_audit_events("written");
    instruments.requests().observe(telemetry::request_route::metric, telemetry::request_verb::list, 200,
                                   std::chrono::milliseconds{1});
    const auto text = instruments.expose();
    std::size_t begin = 0;
    std::size_t types = 0;
    while (begin < text.size()) {
        const auto line = text.substr(begin, text.find('\n', begin) - begin);
        begin += line.size() + 1;
        if (line.starts_with("# TYPE ")) {
            ++types;
            const auto name = line.substr(7, line.rfind(' ') - 7);
            CHECK_THAT(text, ContainsSubstring("# HELP " + name + " "));
            CHECK(line.ends_with(" counter") == name.ends_with("_total"));
            CHECK((name.starts_with("barograph_") || name.starts_with("process_")));
        }
    }
    // An instrument that nothing counted on has no line, so one that is missing here was forgotten above.
    CHECK(types == 34);
}

} // namespace instruments_test

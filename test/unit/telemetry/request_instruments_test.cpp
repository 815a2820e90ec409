#include "telemetry/instruments.hpp"
#include "telemetry/request_instruments.hpp"
#include "test/support/catch.hpp"

#include <limits>

namespace request_instruments_test {

using namespace barograph;
using telemetry::request_route;
using telemetry::request_verb;
using test::ContainsSubstring;

namespace {

std::string series(const std::string& suffix, const std::string& labels) {
    return "barograph_http_request_duration_seconds" + suffix + "{" + labels + "} ";
}

} // namespace

TEST_CASE("durations are kept by route, verb and class of code") {
    telemetry::instruments instruments("1");
    auto& requests = instruments.requests();
    requests.observe(request_route::metric, request_verb::list, 200, std::chrono::microseconds{700});
    requests.observe(request_route::metric, request_verb::list, 204, std::chrono::milliseconds{3});
    requests.observe(request_route::metric, request_verb::list, 503, std::chrono::seconds{60});
    requests.observe(request_route::other, request_verb::other, 404, std::chrono::seconds{0});
    const auto text = instruments.expose();
    const std::string ok = R"(code="2xx",route="metric",verb="list")";
    const std::string failed = R"(code="5xx",route="metric",verb="list")";
    CHECK_THAT(text, ContainsSubstring(series("_count", ok) + "2\n"));
    CHECK_THAT(text, ContainsSubstring(series("_bucket", ok + R"(,le="0.0005")") + "0\n"));
    CHECK_THAT(text, ContainsSubstring(series("_bucket", ok + R"(,le="0.001")") + "1\n"));
    CHECK_THAT(text, ContainsSubstring(series("_bucket", ok + R"(,le="0.005")") + "2\n"));
    CHECK_THAT(text, ContainsSubstring(series("_bucket", failed + R"(,le="30")") + "0\n"));
    CHECK_THAT(text, ContainsSubstring(series("_bucket", failed + R"(,le="+Inf")") + "1\n"));
    CHECK_THAT(text, ContainsSubstring(series("_sum", failed) + "60\n"));
    CHECK_THAT(text, ContainsSubstring(series("_count", R"(code="4xx",route="other",verb="other")") + "1\n"));
}

TEST_CASE("no status makes a series of its own") {
    telemetry::instruments instruments("1");
    for (const unsigned status : {0U, 42U, 600U, 999U, std::numeric_limits<unsigned>::max()}) {
        instruments.requests().observe(request_route::health, request_verb::get, status,
                                       std::chrono::nanoseconds{1});
    }
    CHECK_THAT(instruments.expose(),
               ContainsSubstring(series("_count", R"(code="other",route="health",verb="get")") + "5\n"));
}

TEST_CASE("a count is of one method and code, and no status counts as 0") {
    telemetry::instruments instruments("1");
    instruments.count_request("GET", 599);
    for (const unsigned status : {0U, 600U, std::numeric_limits<unsigned>::max()}) {
        instruments.count_request("OPTIONS", status);
    }
    const auto text = instruments.expose();
    CHECK_THAT(text, ContainsSubstring("barograph_http_requests_total{code=\"599\",method=\"GET\"} 1\n"));
    CHECK_THAT(text, ContainsSubstring("barograph_http_requests_total{code=\"0\",method=\"OPTIONS\"} 3\n"));
}

TEST_CASE("requests in flight are those begun and not ended") {
    telemetry::instruments instruments("1");
    instruments.requests().begin();
    instruments.requests().begin();
    instruments.requests().end();
    CHECK_THAT(instruments.expose(), ContainsSubstring("barograph_http_requests_in_flight 1\n"));
}

} // namespace request_instruments_test

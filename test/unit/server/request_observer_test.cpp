#include "server/request_gate.hpp"
#include "server/request_observer.hpp"
#include "test/support/captured_output.hpp"
#include "test/unit/server/observed_api.hpp"
#include "test/unit/server/scripted_handler.hpp"

#include <boost/asio/co_spawn.hpp>

#include <regex>
#include <unistd.h>

namespace request_observer_test {

using namespace barograph;
using test::ContainsSubstring;
using test::header_of;
using test::observed_api;

namespace {

const std::string metric = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue_depth";

std::string count_of(const std::string& route, const std::string& verb, const std::string& code) {
    return "barograph_http_request_duration_seconds_count{code=\"" + code + "\",route=\"" + route +
           "\",verb=\"" + verb + "\"} ";
}

} // namespace

TEST_CASE_METHOD(observed_api, "requests are timed by what they are for, verb and class of code") {
    auto observed = observer(handler, {});
    metrics.has("queue_depth", 1);
    ask_through(observed, "GET", metric + "?watch=1");
    ask_through(observed, "GET", "/");
    ask_through(observed, "GET", "/apis");
    ask_through(observed, "HEAD", "/version");
    ask_through(observed, "GET", "/readyz/ping");
    ask_through(observed, "GET", "/metrics");
    ask_through(observed, "GET", "/made-up");
    ask_through(observed, "BREW", "/apis");
    ask_through(observed, "OPTIONS", "/a%zz");
    const auto text = instruments.expose();
    for (const auto& line :
         {count_of("metric", "watch", "4xx") + "1", count_of("discovery", "get", "2xx") + "2",
          count_of("version", "head", "2xx") + "1", count_of("health", "get", "2xx") + "1",
          count_of("metrics", "get", "2xx") + "1", count_of("other", "get", "4xx") + "1",
          count_of("discovery", "other", "4xx") + "1", count_of("other", "other", "4xx") + "1"}) {
        CHECK_THAT(text, ContainsSubstring(line + "\n"));
    }
}

TEST_CASE_METHOD(observed_api, "a duration is from the request to its answer") {
    test::scripted_handler slow(context.get_executor());
    slow.hold = true;
    auto observed = observer(slow, {});
    std::optional<server::reply> answer;
    const server::request question{.method = "GET", .path = "/", .query = "", .fields = fields, .from = from};
    net::asio::co_spawn(context, test::store_result(observed.handle(question), answer),
                        [](const std::exception_ptr&) {});
    test::run_until(context, [&] { return !slow.asked.empty(); });
    CHECK_THAT(instruments.expose(), ContainsSubstring("barograph_http_requests_in_flight 1\n"));
    elapsed = std::chrono::milliseconds{250};
    slow.release();
    test::run_until(context, [&] { return answer.has_value(); });
    const auto text = instruments.expose();
    CHECK_THAT(text, ContainsSubstring("barograph_http_requests_in_flight 0\n"));
    CHECK_THAT(text, ContainsSubstring("barograph_http_request_duration_seconds_sum{code=\"2xx\",route="
                                       "\"other\",verb=\"other\"} 0.25\n"));
}

TEST_CASE_METHOD(observed_api, "an Audit-ID is carried over into the answer as it came") {
    auto observed = observer(handler, {});
    CHECK(header_of(ask_through(observed, "GET", "/readyz"), "Audit-Id").empty());
    fields.set("audit-id", "6a0c41d1 any text");
    CHECK(header_of(ask_through(observed, "GET", "/readyz"), "Audit-Id") == "6a0c41d1 any text");
    CHECK(header_of(ask_through(observed, "GET", "/nope"), "Audit-Id") == "6a0c41d1 any text");
}

TEST_CASE_METHOD(observed_api, "of several Audit-IDs the first is carried over") {
    auto observed = observer(handler, {});
    fields.insert("Audit-ID", "one");
    fields.insert("Audit-ID", "two");
    CHECK(header_of(ask_through(observed, "GET", "/readyz"), "Audit-Id") == "one");
}

TEST_CASE_METHOD(observed_api, "with auditing on each request without an Audit-ID gets a random one") {
    auto observed = observer(handler, {.audit = auditor.get()});
    const auto first = header_of(ask_through(observed, "GET", "/readyz"), "Audit-Id");
    const auto second = header_of(ask_through(observed, "GET", "/readyz"), "Audit-Id");
    const std::regex uuid_v4("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    CHECK(std::regex_match(first, uuid_v4));
    CHECK(std::regex_match(second, uuid_v4));
    CHECK(first != second);
    const auto told = events();
    REQUIRE(told.size() == 4);
    CHECK(told[0].at("auditID") == first);
    CHECK(told[3].at("auditID") == second);
}

TEST_CASE_METHOD(observed_api, "the access log has a line for each request, on request") {
    metrics.has("queue_depth", 1);
    fields.set("Authorization", "Bearer hunter2");
    fields.set("Audit-ID", "id-1");
    const test::captured_output capture(STDERR_FILENO);
    auto silent = observer(handler, {});
    ask_through(silent, "GET", metric);
    CHECK(capture.text().empty());

    auto observed = observer(handler, {.access_log = true});
    const auto size = ask_through(observed, "GET", metric + "?pretty=1").body->size();
    CHECK_THAT(capture.text(),
               ContainsSubstring(" info request peer=127.0.0.1:4567 method=GET uri=\"" + metric +
                                 "?pretty=1\" status=200 bytes=" + std::to_string(size) +
                                 " duration=0.000000s user=\"eve\" agent=\"\" audit-id=\"id-1\"\n"));
    ask_through(observed, "HEAD", "/readyz");
    CHECK_THAT(capture.text(), ContainsSubstring("method=HEAD uri=\"/readyz\" status=200 bytes=0 "));
    CHECK_THAT(capture.text(), ContainsSubstring(" user=\"\" "));
    CHECK_THAT(capture.text(), !ContainsSubstring("hunter2"));

    observed.saw_unreadable(from, 431, "too large");
    CHECK_THAT(
        capture.text(),
        ContainsSubstring("request peer=127.0.0.1:4567 refused unread status=431 reason=\"too large\""));
}

TEST_CASE_METHOD(observed_api, "what a limit refuses is told of, too") {
    const server::limits limits{.max_selector_bytes = 1};
    server::request_gate gate(handler, limits);
    auto observed = observer(gate, {.audit = auditor.get()});
    CHECK(ask_through(observed, "GET", metric + "?labelSelector=long").status == 414);
    CHECK_THAT(instruments.expose(), ContainsSubstring(count_of("other", "other", "4xx") + "1\n"));
    const auto told = events();
    REQUIRE(told.size() == 1);
    CHECK(told[0].at("responseStatus").at("code") == 414);
    CHECK(observed.refuse(400, "no").status == 400);
}

} // namespace request_observer_test

#include "prometheus/api.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <optional>

namespace api_test {

using namespace barograph;
using namespace std::chrono_literals;
using prometheus::errc;
using prometheus::http_verb;
using test::ContainsSubstring;
using test::scripted_answer;

namespace {

const std::string seven = R"({"status":"success","data":{"resultType":"scalar","result":[1700000000,"7"]}})";

using query_result = std::expected<prometheus::query_result, prometheus::error>;

struct fixture {
    query_result query(const std::string& promql, std::chrono::milliseconds within = 5s) {
        return test::run_coroutine(context, api->query(promql, net::steady_clock::now() + within));
    }

    void use(http_verb verb, const std::string& path = "", std::size_t max_body_bytes = 16 << 20) {
        net::http_client_options options{.base = *net::parse_url(server.url() + path)};
        options.max_body_bytes = max_body_bytes;
        client.emplace(context.get_executor(), options);
        api = prometheus::create_api(*client, verb);
    }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
    std::optional<net::http_client> client;
    std::unique_ptr<prometheus::api> api;
};

// The number before "ms" of the parameter timeout.
int timeout_ms(const std::string& parameters) {
    const std::string key = "timeout=";
    const auto begin = parameters.find(key);
    REQUIRE(begin != std::string::npos);
    const auto text = parameters.substr(begin + key.size());
    CHECK_THAT(text, ContainsSubstring("ms"));
    return std::stoi(text);
}

} // namespace

TEST_CASE_METHOD(fixture, "a query goes into the URL, with all that it holds") {
    use(http_verb::get, "/prefix");
    server.always(scripted_answer::json(seven));
    const auto got = query("sum(x{a=\"b&c\"}) + 1 # é");
    REQUIRE(got.has_value());
    CHECK(got->samples.at(0).value == "7");
    const auto& request = server.requests().at(0);
    CHECK(request.method == "GET");
    CHECK_THAT(
        request.target,
        test::StartsWith(
            "/prefix/api/v1/query?query=sum%28x%7Ba%3D%22b%26c%22%7D%29%20%2B%201%20%23%20%C3%A9&timeout="));
    CHECK(request.body.empty());
}

TEST_CASE_METHOD(fixture, "a query goes into a form when that was asked for") {
    use(http_verb::post, "/prefix");
    server.always(scripted_answer::json(seven));
    REQUIRE(query("sum(x)").has_value());
    const auto& request = server.requests().at(0);
    CHECK(request.method == "POST");
    CHECK(request.target == "/prefix/api/v1/query");
    CHECK(request.header("Content-Type") == "application/x-www-form-urlencoded");
    CHECK_THAT(request.body, test::StartsWith("query=sum%28x%29&timeout="));
}

TEST_CASE_METHOD(fixture, "Prometheus is told the deadline, and never a negative one") {
    use(http_verb::get);
    server.always(scripted_answer::json(seven));
    REQUIRE(query("x", 3s).has_value());
    const auto told = timeout_ms(server.requests().at(0).target);
    CHECK(told <= 3000);
    CHECK(told > 2000);

    // Long since passed: it may be asked or not, but not with nonsense.
    const auto late = query("x", -10s);
    if (server.requests().size() > 1) {
        CHECK(timeout_ms(server.requests().at(1).target) == 1);
    }
    CHECK((late.has_value() || late.error().code == errc::timed_out));
}

TEST_CASE_METHOD(fixture, "the backend is named without credentials") {
    net::http_client_options options{.base = *net::parse_url("http://user:secret@127.0.0.1:1/x")};
    client.emplace(context.get_executor(), options);
    api = prometheus::create_api(*client, http_verb::get);
    CHECK(api->where() == "Prometheus http://127.0.0.1:1/x");
    const auto got = query("x");
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == errc::unreachable);
    CHECK_THAT(got.error().message, !ContainsSubstring("secret"));
}

TEST_CASE_METHOD(fixture, "each way in which a backend fails is an error of its kind") {
    use(http_verb::get, "", 1000);
    SECTION("it refuses the query") {
        server.then(scripted_answer::reply(
            400, R"({"status":"error","errorType":"bad_data","error":"parse error"})"));
        const auto got = query("x");
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code == errc::rejected);
        CHECK_THAT(got.error().message, ContainsSubstring("parse error"));
    }
    SECTION("it is overloaded") {
        server.then(scripted_answer::reply(503, "busy"));
        CHECK(query("x").error().code == errc::unavailable);
    }
    SECTION("it sends a page") {
        server.then(scripted_answer::reply(200, "<html>please log in</html>"));
        CHECK(query("x").error().code == errc::malformed);
    }
    SECTION("it sends too much") {
        server.then(scripted_answer::json(std::string(1001, ' ')));
        CHECK(query("x").error().code == errc::too_large);
    }
    SECTION("it breaks off") {
        server.then(scripted_answer::close_mid_body(seven));
        CHECK(query("x").error().code == errc::unreachable);
    }
    SECTION("it says that data is missing") {
        server.then(scripted_answer::json(
            R"({"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}})"));
        CHECK(query("x").error().code == errc::partial);
    }
    SECTION("it is silent") {
        server.then(scripted_answer::never());
        CHECK(query("x", 20ms).error().code == errc::timed_out);
    }
    SECTION("nobody is there") {
        server.stop_listening();
        CHECK(query("x").error().code == errc::unreachable);
    }
}

TEST_CASE_METHOD(fixture, "a query that is cancelled says so") {
    use(http_verb::get);
    server.always(scripted_answer::never());
    net::asio::cancellation_signal cancel;
    std::optional<query_result> got;
    bool ended = false;
    net::asio::co_spawn(
        context, test::store_result(api->query("x", net::steady_clock::now() + 10s), got),
        net::asio::bind_cancellation_slot(cancel.slot(), [&](const std::exception_ptr&) { ended = true; }));
    test::run_until(context, [&] { return server.requests().size() == 1; });
    cancel.emit(net::asio::cancellation_type::terminal);
    test::run_until(context, [&] { return ended; });
    REQUIRE(got.has_value());
    CHECK(got->error().code == errc::cancelled);
}

} // namespace api_test

#include "prometheus/api.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"

#include <optional>

namespace api_parse_test {

using namespace barograph;
using namespace std::chrono_literals;
using prometheus::errc;
using prometheus::http_verb;
using test::ContainsSubstring;
using test::scripted_answer;
using test::StartsWith;

namespace {

const std::string formatted = R"({"status":"success","data":"x"})";
const std::string nothing = R"({"status":"success","data":{"resultType":"vector","result":[]}})";
const std::string objection = R"({"status":"error","errorType":"bad_data","error":"parse error: no"})";

struct fixture {
    std::expected<void, prometheus::error> parse(const std::string& promql,
                                                 std::chrono::milliseconds within = 5s) {
        return test::run_coroutine(context, api->parse(promql, net::steady_clock::now() + within));
    }

    void use(http_verb verb) {
        client.emplace(context.get_executor(),
                       net::http_client_options{.base = *net::parse_url(server.url()), .tls = nullptr});
        api = prometheus::create_api(*client, verb);
    }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
    std::optional<net::http_client> client;
    std::unique_ptr<prometheus::api> api;
};

} // namespace

TEST_CASE_METHOD(fixture, "a query is parsed without being evaluated, by the verb that was asked for") {
    SECTION("in the URL") {
        use(http_verb::get);
        server.always(scripted_answer::json(formatted));
        CHECK(parse("sum(x)").has_value());
        REQUIRE(server.requests().size() == 1);
        CHECK(server.requests().at(0).target == "/api/v1/format_query?query=sum%28x%29");
    }
    SECTION("in a form") {
        use(http_verb::post);
        server.always(scripted_answer::json(formatted));
        CHECK(parse("sum(x)").has_value());
        REQUIRE(server.requests().size() == 1);
        CHECK(server.requests().at(0).method == "POST");
        CHECK(server.requests().at(0).body == "query=sum%28x%29");
    }
}

TEST_CASE_METHOD(fixture, "an objection is the backend's, and it is not asked a second time") {
    use(http_verb::get);
    server.always(scripted_answer::reply(400, objection));
    const auto verdict = parse("sum(x");
    REQUIRE_FALSE(verdict.has_value());
    CHECK(verdict.error().code == errc::rejected);
    CHECK_THAT(verdict.error().message, ContainsSubstring("parse error: no"));
    CHECK(server.requests().size() == 1);
}

TEST_CASE_METHOD(fixture, "a backend that can't format queries evaluates them instead, known from then on") {
    use(http_verb::get);
    server.then(scripted_answer::reply(404, "404 page not found\n"));
    server.then(scripted_answer::json(nothing));
    server.then(scripted_answer::reply(400, objection));
    CHECK(parse("sum(x)").has_value());
    CHECK(parse("sum(x").error().code == errc::rejected);
    REQUIRE(server.requests().size() == 3);
    CHECK_THAT(server.requests().at(0).target, StartsWith("/api/v1/format_query?"));
    CHECK_THAT(server.requests().at(1).target, StartsWith("/api/v1/query?query=sum%28x%29&"));
    CHECK_THAT(server.requests().at(2).target, StartsWith("/api/v1/query?query=sum%28x&"));
}

TEST_CASE_METHOD(fixture, "a backend that fails is not taken for one that objects") {
    use(http_verb::get);
    SECTION("it is overloaded") {
        server.then(scripted_answer::reply(503, "busy"));
        CHECK(parse("x").error().code == errc::unavailable);
        CHECK(server.requests().size() == 1);
    }
    SECTION("it is silent") {
        server.then(scripted_answer::never());
        CHECK(parse("x", 20ms).error().code == errc::timed_out);
    }
    SECTION("nobody is there") {
        server.stop_listening();
        CHECK(parse("x").error().code == errc::unreachable);
    }
}

} // namespace api_parse_test

#include "net/http_client.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"
#include "test/unit/net/raw_server.hpp"

#include <boost/asio/co_spawn.hpp>

#include <optional>

namespace http_client_pool_test {

using namespace barograph;
using namespace std::chrono_literals;
using net::http_errc;
using test::scripted_answer;

namespace {

void rethrow(const std::exception_ptr& failure) {
    if (failure) {
        std::rethrow_exception(failure);
    }
}

struct fixture {
    template <typename Server>
    std::unique_ptr<net::http_client> client_of(const Server& remote) {
        auto with = options;
        with.base = *net::parse_url(remote.url());
        return std::make_unique<net::http_client>(context.get_executor(), with);
    }

    net::http_result get(net::http_client& over) {
        net::http_request request{.target = "/"};
        return test::run_coroutine(context, over.send(std::move(request), net::steady_clock::now() + 5s));
    }

    // As many requests at once as there are places for results.
    void get_at_once(net::http_client& over, std::vector<std::optional<net::http_result>>& results) {
        for (auto& result : results) {
            net::asio::co_spawn(
                context,
                test::store_result(over.send({.target = "/"}, net::steady_clock::now() + 5s), result),
                rethrow);
        }
    }

    net::asio::io_context context;
    net::http_client_options options;
    test::scripted_server server{context.get_executor()};
};

bool all_done(const std::vector<std::optional<net::http_result>>& results) {
    return std::ranges::all_of(results, [](const auto& result) { return result.has_value(); });
}

} // namespace

TEST_CASE_METHOD(fixture, "requests after one another share one connection") {
    server.always(scripted_answer::json("{}"));
    const auto client = client_of(server);
    for (int i = 0; i < 5; ++i) {
        CHECK(get(*client).has_value());
    }
    CHECK(server.connections() == 1);
}

TEST_CASE_METHOD(fixture,
                 "requests at once use as many connections, and at most the allowed number is kept") {
    options.max_idle_connections = 2;
    server.always(scripted_answer::json("{}").hold());
    const auto client = client_of(server);
    std::vector<std::optional<net::http_result>> results(4);
    get_at_once(*client, results);
    test::run_until(context, [&] { return server.requests().size() == 4; });
    server.release();
    test::run_until(context, [&] { return all_done(results); });
    CHECK(server.connections() == 4);

    results.assign(3, std::nullopt);
    get_at_once(*client, results);
    test::run_until(context, [&] { return server.requests().size() == 7; });
    CHECK(server.connections() == 5);
    server.release();
    test::run_until(context, [&] { return all_done(results); });
}

TEST_CASE_METHOD(fixture, "a connection is not used again when the answer says so") {
    auto answer = scripted_answer::json("{}");
    answer.headers = {{"Connection", "close"}};
    server.always(answer);
    const auto client = client_of(server);
    CHECK(get(*client).has_value());
    CHECK(get(*client).has_value());
    CHECK(server.connections() == 2);
}

TEST_CASE_METHOD(fixture, "a connection that came of age idle is not used again") {
    options.idle_timeout = 0ms;
    server.always(scripted_answer::json("{}"));
    const auto client = client_of(server);
    CHECK(get(*client).has_value());
    CHECK(get(*client).has_value());
    CHECK(server.connections() == 2);
}

TEST_CASE_METHOD(fixture, "connections that only a burst needed come of age while another is used on") {
    options.idle_timeout = 100ms;
    test::raw_server raw(context.get_executor(),
                         {.answers = {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}});
    const auto client = client_of(raw);
    std::vector<std::optional<net::http_result>> results(3);
    get_at_once(*client, results);
    test::run_until(context, [&] { return all_done(results); });
    for (int tries = 0; raw.ended() < 2 && tries < 100; ++tries) {
        context.run_for(10ms);
        CHECK(get(*client).has_value());
    }
    CHECK(raw.ended() == 2);
    CHECK(raw.connections() == 3);
}

TEST_CASE_METHOD(fixture, "idle connections that came of age are closed when the client is used") {
    options.idle_timeout = 20ms;
    test::raw_server raw(context.get_executor(),
                         {.answers = {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}});
    const auto client = client_of(raw);
    std::vector<std::optional<net::http_result>> results(3);
    get_at_once(*client, results);
    test::run_until(context, [&] { return all_done(results); });
    CHECK(raw.connections() == 3);
    CHECK(raw.ended() == 0);
    context.run_for(30ms);
    CHECK(get(*client).has_value());
    test::run_until(context, [&] { return raw.ended() == 3; });
    CHECK(raw.connections() == 4);
}

TEST_CASE_METHOD(fixture,
                 "a kept connection that the server has closed meanwhile is noticed before it is used") {
    server.always(scripted_answer::json("{}"));
    const auto client = client_of(server);
    CHECK(get(*client).has_value());
    server.close_connections();
    context.poll();
    CHECK(get(*client).has_value());
    CHECK(server.connections() == 2);
    CHECK(server.requests().size() == 2);
}

TEST_CASE_METHOD(fixture, "a kept connection that breaks before any byte of the answer costs a retry, once") {
    server.then(scripted_answer::json("{}"));
    server.then(scripted_answer::disconnect());
    const auto client = client_of(server);
    CHECK(get(*client).has_value());
    SECTION("the new connection answers") {
        server.then(scripted_answer::json("{}"));
        CHECK(get(*client).has_value());
    }
    SECTION("the new connection breaks, too") {
        server.always(scripted_answer::disconnect());
        const auto got = get(*client);
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code == http_errc::broken);
    }
    CHECK(server.requests().size() == 3);
    CHECK(server.connections() == 2);
}

TEST_CASE_METHOD(fixture, "what was kept beside a connection that gave no answer is not used again") {
    server.always(scripted_answer::json("{}").hold());
    const auto client = client_of(server);
    std::vector<std::optional<net::http_result>> results(3);
    get_at_once(*client, results);
    test::run_until(context, [&] { return server.requests().size() == results.size(); });
    server.release();
    test::run_until(context, [&] { return all_done(results); });
    server.then(scripted_answer::never());
    const auto silent =
        test::run_coroutine(context, client->send({.target = "/"}, net::steady_clock::now() + 100ms));
    REQUIRE_FALSE(silent.has_value());
    CHECK(silent.error().code == http_errc::timed_out);
    server.always(scripted_answer::json("{}"));
    CHECK(get(*client).has_value());
    CHECK(server.connections() == results.size() + 1);
}

TEST_CASE_METHOD(fixture, "a new connection that breaks is no reason for a retry") {
    server.always(scripted_answer::disconnect());
    const auto client = client_of(server);
    const auto got = get(*client);
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == http_errc::broken);
    CHECK(server.requests().size() == 1);
}

TEST_CASE_METHOD(fixture, "a kept connection that breaks within the answer is no reason for a retry") {
    server.then(scripted_answer::json("{}"));
    server.then(GENERATE(scripted_answer::raw("H"), scripted_answer::raw("HTTP/1.1 200 OK\r\n"),
                         scripted_answer::close_mid_body("{\"a\":1}")));
    const auto client = client_of(server);
    CHECK(get(*client).has_value());
    const auto got = get(*client);
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == http_errc::broken);
    CHECK(server.requests().size() == 2);
}

TEST_CASE_METHOD(fixture, "a connection over which more came than was asked for is not used again") {
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";
    const std::string foreign = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nforeign";
    SECTION("with the answer") {
        server.then(scripted_answer::raw(answer + "a" + foreign));
        server.then(scripted_answer::json("own"));
        const auto client = client_of(server);
        CHECK(get(*client)->body == "a");
        CHECK(get(*client)->body == "own");
    }
    SECTION("after the answer") {
        test::raw_server raw(context.get_executor(), {.answers = {answer + "a"}});
        const auto client = client_of(raw);
        CHECK(get(*client)->body == "a");
        raw.send(foreign);
        context.poll();
        CHECK(get(*client)->body == "a");
        CHECK(raw.connections() == 2);
    }
}

} // namespace http_client_pool_test

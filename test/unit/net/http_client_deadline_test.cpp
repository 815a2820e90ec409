#include "net/http_client.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/net/raw_server.hpp"
#include "test/unit/net/stream_pair.hpp"

#include <boost/asio/co_spawn.hpp>

#include <optional>

namespace http_client_deadline_test {

using namespace barograph;
using namespace std::chrono_literals;
using net::http_errc;
using test::ContainsSubstring;

namespace {

struct fixture {
    net::http_result send(const std::string& url, net::http_request request, net::time_point deadline) {
        net::http_client_options with{.base = *net::parse_url(url)};
        if (with.base.tls) {
            with.tls = std::make_shared<net::tls_client>(*net::tls_client::create({}));
        }
        net::http_client client(context.get_executor(), with);
        return test::run_coroutine(context, client.send(std::move(request), deadline));
    }

    void check_timed_out(const net::http_result& got) {
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code == http_errc::timed_out);
        CHECK_THAT(got.error().message, ContainsSubstring("no answer within the deadline"));
    }

    net::time_point soon() const { return net::steady_clock::now() + 250ms; }

    net::asio::io_context context;
};

} // namespace

TEST_CASE_METHOD(fixture, "a name that is not looked up by the deadline has timed out") {
    check_timed_out(send("http://localhost:1", {.target = "/"}, net::steady_clock::now() - 1s));
}

TEST_CASE_METHOD(fixture, "a server that lets nobody in has timed out") {
    const test::deaf_port port;
    check_timed_out(send("http://127.0.0.1:" + std::to_string(port.number()), {.target = "/"}, soon()));
}

TEST_CASE_METHOD(fixture, "a server that does not answer the TLS handshake has timed out") {
    test::raw_server server(context.get_executor(), {});
    check_timed_out(send("https://127.0.0.1:" + std::to_string(server.port()), {.target = "/"}, soon()));
    CHECK(server.received() == 1);
}

TEST_CASE_METHOD(fixture, "a server that does not take the request has timed out") {
    test::raw_server server(context.get_executor(), {.reads = false});
    net::http_request big{
        .method = "POST", .target = "/", .content_type = "text/x", .body = std::string(64 << 20, 'x')};
    check_timed_out(send(server.url(), std::move(big), soon()));
}

TEST_CASE_METHOD(fixture, "an answer that is not whole by the deadline has timed out, however far it came") {
    const auto sent = GENERATE("", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n",
                               "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n",
                               "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na",
                               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
                               "HTTP/1.0 200 OK\r\n\r\nabc", "HTTP/1.1 100 Continue\r\n\r\n");
    INFO(sent);
    test::raw_server server(context.get_executor(), {.answers = {sent}});
    check_timed_out(send(server.url(), {.target = "/"}, soon()));
    CHECK(server.received() == 1);
    // A connection with half an answer in it is of no use any more.
    test::run_until(context, [&] { return server.ended() == 1; });
}

TEST_CASE_METHOD(fixture, "a server that sends now and then does not push the deadline back") {
    test::raw_server server(context.get_executor(), {});
    std::optional<net::http_result> got;
    net::http_client client(context.get_executor(), {.base = *net::parse_url(server.url())});
    const auto deadline = net::steady_clock::now() + 500ms;
    net::asio::co_spawn(context, test::store_result(client.send({.target = "/"}, deadline), got),
                        [](const std::exception_ptr&) {});
    test::run_until(context, [&] { return server.received() == 1; });
    server.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    while (!got && net::steady_clock::now() < deadline + 2s) {
        server.send("x");
        context.run_for(10ms);
    }
    REQUIRE(got.has_value());
    check_timed_out(*got);
}

TEST_CASE_METHOD(fixture, "a kept connection that times out is no reason for a retry") {
    test::raw_server server(context.get_executor(),
                            {.answers = {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", ""}});
    net::http_client client(context.get_executor(), {.base = *net::parse_url(server.url())});
    CHECK(test::run_coroutine(context, client.send({.target = "/"}, soon() + 5s)).has_value());
    check_timed_out(test::run_coroutine(context, client.send({.target = "/"}, soon())));
    CHECK(server.connections() == 1);
}

TEST_CASE_METHOD(fixture, "the deadline of a request that was answered does not end the connection") {
    test::raw_server server(context.get_executor(),
                            {.answers = {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}});
    net::http_client client(context.get_executor(), {.base = *net::parse_url(server.url())});
    CHECK(test::run_coroutine(context, client.send({.target = "/"}, soon())).has_value());
    context.run_for(400ms);
    CHECK(test::run_coroutine(context, client.send({.target = "/"}, soon() + 5s)).has_value());
    CHECK(server.connections() == 1);
}

} // namespace http_client_deadline_test

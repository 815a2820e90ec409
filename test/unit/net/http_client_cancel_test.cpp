#include "net/http_client.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/net/raw_server.hpp"
#include "test/unit/net/stream_pair.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <optional>

namespace http_client_cancel_test {

using namespace barograph;
using namespace std::chrono_literals;
using net::http_errc;

namespace {

struct fixture {
    void begin(const std::string& url, std::string body = {}) {
        client = std::make_unique<net::http_client>(context.get_executor(),
                                                    net::http_client_options{.base = *net::parse_url(url)});
        net::http_request request{
            .method = "POST", .target = "/", .content_type = "text/x", .body = std::move(body)};
        net::asio::co_spawn(
            context,
            test::store_result(client->send(std::move(request), net::steady_clock::now() + 10s), got),
            net::asio::bind_cancellation_slot(cancel.slot(), [this](const std::exception_ptr& thrown) {
                ended = true;
                failure = thrown;
            }));
    }

    void check_cancelled() {
        cancel.emit(net::asio::cancellation_type::terminal);
        test::run_until(context, [&] { return ended; });
        // Told as a result, not thrown.
        CHECK_FALSE(failure);
        REQUIRE(got.has_value());
        REQUIRE_FALSE(got->has_value());
        CHECK(got->error().code == http_errc::cancelled);
    }

    net::asio::io_context context;
    std::unique_ptr<net::http_client> client;
    net::asio::cancellation_signal cancel;
    std::optional<net::http_result> got;
    std::exception_ptr failure;
    bool ended = false;
};

} // namespace

TEST_CASE_METHOD(fixture, "a request that is cancelled while it waits says so") {
    SECTION("for the address") {
        begin("http://localhost:1");
        while (!ended && context.poll_one() == 0) {
        }
        check_cancelled();
    }
    SECTION("for the connection") {
        const test::deaf_port port;
        begin("http://127.0.0.1:" + std::to_string(port.number()));
        context.poll();
        check_cancelled();
    }
    SECTION("for the server to take the request") {
        test::raw_server server(context.get_executor(), {.reads = false});
        begin(server.url(), std::string(64 << 20, 'x'));
        test::run_until(context, [&] { return server.connections() == 1; });
        context.poll();
        check_cancelled();
    }
    SECTION("for the answer") {
        test::raw_server server(context.get_executor(), {});
        begin(server.url());
        test::run_until(context, [&] { return server.received() == 1; });
        context.poll();
        check_cancelled();
    }
    SECTION("for the rest of the answer") {
        test::raw_server server(context.get_executor(), {.answers = {"HTTP/1.1 200 OK\r\nContent-"}});
        begin(server.url());
        test::run_until(context, [&] { return server.received() == 1; });
        context.run_for(5ms);
        check_cancelled();
    }
}

TEST_CASE_METHOD(fixture, "a request that is cancelled just as a step of it succeeds says so, too") {
    test::raw_server server(context.get_executor(),
                            {.answers = {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "ok"}});
    begin(server.url());
    // Between any two handlers, so also where the operation has succeeded and its coroutine does not run yet.
    const auto handlers = GENERATE(range(1, 12));
    for (int i = 0; i < handlers && !ended; ++i) {
        context.restart();
        context.run_one_for(20ms);
    }
    if (!ended) {
        check_cancelled();
    }
    CHECK(got.has_value());
    CHECK_FALSE(failure);
}

} // namespace http_client_cancel_test

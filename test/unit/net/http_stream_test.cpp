#include "net/http_stream.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/net/raw_server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

namespace http_stream_test {

using namespace barograph;
using namespace std::chrono_literals;
using net::http_errc;
using piece = std::expected<std::string, net::http_error>;

namespace {

const std::string chunked_header =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

net::time_point soon(std::chrono::milliseconds limit = 5s) {
    return net::steady_clock::now() + limit;
}

struct fixture {
    void serve(test::raw_script script) {
        server.emplace(context.get_executor(), std::move(script));
        net::http_client_options options{.base = *net::parse_url(server->url()), .tls = nullptr};
        options.max_header_bytes = 1024;
        client.emplace(context.get_executor(), std::move(options));
    }

    std::expected<net::http_stream, net::http_error> open(std::chrono::milliseconds limit = 5s) {
        net::http_request request;
        request.target = "/watch";
        return test::run_coroutine(context, client->open_stream(std::move(request), soon(limit)));
    }

    piece next(net::http_stream& from, std::chrono::milliseconds limit = 5s) {
        return test::run_coroutine(context, from.read_some(soon(limit)));
    }

    net::asio::io_context context;
    std::optional<test::raw_server> server;
    std::optional<net::http_client> client;
};

} // namespace

TEST_CASE_METHOD(fixture, "pieces of a chunked body are given as they come, while the answer goes on") {
    serve({.answers = {chunked_header + "4\r\none\n\r\n"}});
    auto stream = open();
    REQUIRE(stream.has_value());
    CHECK(stream->status() == 200);
    CHECK(stream->content_type() == "application/json");
    CHECK(next(*stream) == "one\n");
    server->send("2\r\ntw\r\n");
    CHECK(next(*stream) == "tw");
    server->send("2\r\no\n\r\n0\r\n\r\n");
    CHECK(next(*stream) == "o\n");
    CHECK(next(*stream) == "");
    CHECK(next(*stream) == "");
}

TEST_CASE_METHOD(fixture, "a header alone opens the stream, and a chunk cut in two is given in two") {
    serve({.answers = {chunked_header}});
    auto stream = open();
    REQUIRE(stream.has_value());
    server->send("6\r\nabc");
    CHECK(next(*stream) == "abc");
    server->send("def\r\n");
    CHECK(next(*stream) == "def");
}

TEST_CASE_METHOD(fixture, "a body of a known length, and one that ends with the connection, end") {
    SECTION("of a known length") {
        serve({.answers = {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"}});
    }
    SECTION("that ends with the connection") {
        serve({.answers = {"HTTP/1.1 200 OK\r\n\r\nabc"}, .closes = true});
    }
    auto stream = open();
    REQUIRE(stream.has_value());
    CHECK(next(*stream) == "abc");
    CHECK(next(*stream) == "");
}

TEST_CASE_METHOD(fixture, "no memory is taken for a length that is only announced") {
    serve({.answers = {"HTTP/1.1 200 OK\r\nContent-Length: 9000000000000\r\n\r\nabc"}});
    auto stream = open();
    REQUIRE(stream.has_value());
    CHECK(next(*stream) == "abc");
}

TEST_CASE_METHOD(fixture, "a connection that is cut before the body is whole is an error, never its end") {
    serve({.answers = {chunked_header + "4\r\none\n\r\n"}, .closes = true});
    auto stream = open();
    REQUIRE(stream.has_value());
    CHECK(next(*stream) == "one\n");
    const auto cut = next(*stream);
    REQUIRE_FALSE(cut.has_value());
    CHECK(cut.error().code == http_errc::broken);
}

TEST_CASE_METHOD(fixture, "what is not HTTP, or a line between chunks without an end, is an error") {
    serve({.answers = {chunked_header}});
    auto stream = open();
    REQUIRE(stream.has_value());
    SECTION("not a chunk") {
        server->send("zzz\r\n");
        const auto failed = next(*stream);
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.error().code == http_errc::malformed);
    }
    SECTION("an endless chunk extension") {
        server->send("4;" + std::string(4096, 'x'));
        const auto failed = next(*stream);
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.error().code == http_errc::too_large);
    }
}

TEST_CASE_METHOD(fixture, "an answer that is no success is given with its body, up to a limit") {
    serve({.answers = {"HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nslow"}});
    auto stream = open();
    REQUIRE(stream.has_value());
    CHECK(stream->status() == 429);
    CHECK(stream->retry_after() == "7");
    SECTION("that it keeps") {
        CHECK(test::run_coroutine(context, stream->read_rest(4, soon())) == "slow");
    }
    SECTION("that it passes") {
        const auto failed = test::run_coroutine(context, stream->read_rest(3, soon()));
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.error().code == http_errc::too_large);
    }
}

TEST_CASE_METHOD(fixture, "interim answers before a stream are passed over") {
    serve({.answers = {"HTTP/1.1 103 Early Hints\r\n\r\n" + chunked_header + "1\r\na\r\n"}});
    auto stream = open();
    REQUIRE(stream.has_value());
    CHECK(stream->status() == 200);
    CHECK(next(*stream) == "a");
}

TEST_CASE_METHOD(fixture, "no stream follows a switch of protocols that nobody asked for") {
    serve({.answers = {"HTTP/1.1 101 Switching Protocols\r\n\r\n" + chunked_header + "1\r\na\r\n"}});
    const auto failed = open();
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().code == http_errc::malformed);
}

TEST_CASE_METHOD(fixture, "a header and a piece that do not come are waited for until the deadline") {
    SECTION("the header") {
        serve({});
        const auto failed = open(30ms);
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.error().code == http_errc::timed_out);
    }
    SECTION("a piece") {
        serve({.answers = {chunked_header}});
        auto stream = open();
        REQUIRE(stream.has_value());
        const auto failed = next(*stream, 30ms);
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.error().code == http_errc::timed_out);
    }
}

TEST_CASE_METHOD(fixture, "waiting for a piece can be cancelled, and the connection closes with the stream") {
    serve({.answers = {chunked_header}});
    auto stream = open();
    REQUIRE(stream.has_value());
    std::optional<piece> got;
    net::asio::cancellation_signal cancel;
    net::asio::co_spawn(context, test::store_result(stream->read_some(soon()), got),
                        net::asio::bind_cancellation_slot(cancel.slot(), [](const std::exception_ptr&) {}));
    context.poll();
    cancel.emit(net::asio::cancellation_type::terminal);
    test::run_until(context, [&] { return got.has_value(); });
    REQUIRE_FALSE(got->has_value());
    CHECK(got->error().code == http_errc::cancelled);
    stream = std::unexpected(net::http_error{});
    test::run_until(context, [&] { return server->ended() == 1; });
}

} // namespace http_stream_test

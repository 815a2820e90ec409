#include "net/stream.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/net/stream_pair.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>

#include <array>
#include <optional>

namespace stream_test {

using namespace barograph;
using namespace std::chrono_literals;
using net::asio::ip::tcp;
using read_result = std::expected<std::size_t, net::error_code>;

namespace {

void rethrow(const std::exception_ptr& failure) {
    if (failure) {
        std::rethrow_exception(failure);
    }
}

struct fixture {
    read_result read(net::stream& from) {
        std::span<char> into(chunk);
        return test::run_coroutine(context, from.read_some(into));
    }

    std::string text(const read_result& count) const { return {chunk.data(), count.value_or(0)}; }

    net::asio::io_context context;
    std::array<char, 64> chunk{};
};

// More than the two sockets' buffers take, so that writing has to wait for the reader.
const std::string& too_much() {
    static const std::string text(64 << 20, 'x');
    return text;
}

} // namespace

TEST_CASE_METHOD(fixture, "what one end writes the other reads, and then its end") {
    auto ends = test::connected(context);
    CHECK_FALSE(test::run_coroutine(context, ends.client.write("hello")));
    CHECK(text(read(ends.server)) == "hello");
    CHECK(ends.client.tls_handle() == nullptr);
    CHECK(ends.server.remote_endpoint().address().is_loopback());

    ends.client.close();
    CHECK_FALSE(ends.client.is_open());
    CHECK(read(ends.server) == std::unexpected(net::error_code(net::asio::error::eof)));
}

TEST_CASE_METHOD(fixture, "connecting tries the endpoints in order until one answers") {
    net::asio::basic_socket_acceptor<tcp, net::executor> listener(
        context.get_executor(), tcp::endpoint(net::asio::ip::address_v4::loopback(), 0));
    tcp::endpoint closed;
    {
        net::asio::basic_socket_acceptor<tcp, net::executor> gone(
            context.get_executor(), tcp::endpoint(net::asio::ip::address_v4::loopback(), 0));
        closed = gone.local_endpoint();
    }
    net::stream client(context.get_executor());
    CHECK_FALSE(client.is_open());
    SECTION("the second answers") {
        CHECK_FALSE(test::run_coroutine(context, client.connect({closed, listener.local_endpoint()})));
        CHECK(client.remote_endpoint() == listener.local_endpoint());
    }
    SECTION("the second answers, and the first says nothing") {
        const test::deaf_port port;
        const tcp::endpoint deaf(net::asio::ip::address_v4::loopback(), port.number());
        client.expires_at(net::steady_clock::now() + 1s);
        CHECK_FALSE(test::run_coroutine(context, client.connect({deaf, listener.local_endpoint()})));
        CHECK(client.remote_endpoint() == listener.local_endpoint());
        CHECK(client.is_quiet());
    }
    SECTION("none answers") {
        CHECK(test::run_coroutine(context, client.connect({closed})) ==
              net::error_code(net::asio::error::connection_refused));
    }
    SECTION("there is none") {
        CHECK(test::run_coroutine(context, client.connect({})));
    }
}

TEST_CASE_METHOD(fixture, "connecting that passes the deadline has timed out") {
    const test::deaf_port port;
    const tcp::endpoint deaf(net::asio::ip::address_v4::loopback(), port.number());
    net::stream client(context.get_executor());
    client.expires_at(net::steady_clock::now() + 20ms);
    // The deadline is for all of them.
    CHECK(test::run_coroutine(context, client.connect({deaf, deaf})) ==
          net::error_code(net::asio::error::timed_out));
    CHECK_FALSE(client.is_open());
}

TEST_CASE_METHOD(fixture, "reading that passes the deadline has timed out, and the connection is closed") {
    auto ends = test::connected(context);
    ends.client.expires_at(net::steady_clock::now() + 20ms);
    CHECK(read(ends.client) == std::unexpected(net::error_code(net::asio::error::timed_out)));
    CHECK_FALSE(ends.client.is_open());
    CHECK(read(ends.server) == std::unexpected(net::error_code(net::asio::error::eof)));
}

TEST_CASE_METHOD(fixture, "writing that passes the deadline has timed out") {
    auto ends = test::connected(context);
    ends.client.expires_at(net::steady_clock::now() + 20ms);
    CHECK(test::run_coroutine(context, ends.client.write(too_much())) ==
          net::error_code(net::asio::error::timed_out));
    CHECK_FALSE(ends.client.is_open());
}

TEST_CASE_METHOD(fixture, "a handshake that passes the deadline has timed out") {
    auto ends = test::connected(context);
    const auto settings = std::make_shared<net::tls_context>(net::tls_context::tls);
    SECTION("as a client") {
        ends.client.expires_at(net::steady_clock::now() + 20ms);
        CHECK(test::run_coroutine(context, ends.client.start_tls_client(settings, "localhost")) ==
              net::error_code(net::asio::error::timed_out));
    }
    SECTION("as a server") {
        ends.server.expires_at(net::steady_clock::now() + 20ms);
        CHECK(test::run_coroutine(context, ends.server.start_tls_server(settings)) ==
              net::error_code(net::asio::error::timed_out));
    }
}

TEST_CASE_METHOD(fixture, "a deadline that is moved counts from where it was moved to") {
    auto ends = test::connected(context);
    SECTION("later: the former one ends nothing") {
        ends.client.expires_at(net::steady_clock::now() + 10ms);
        ends.client.expires_at(net::steady_clock::now() + 1h);
        std::optional<read_result> got;
        net::asio::co_spawn(context, test::store_result(ends.client.read_some(std::span<char>(chunk)), got),
                            rethrow);
        context.restart();
        context.run_for(30ms);
        CHECK_FALSE(got.has_value());
        CHECK_FALSE(test::run_coroutine(context, ends.server.write("late")));
        test::run_until(context, [&] { return got.has_value(); });
        CHECK(text(*got) == "late");
    }
    SECTION("earlier: the new one ends what waits") {
        ends.client.expires_at(net::steady_clock::now() + 1h);
        ends.client.expires_at(net::steady_clock::now() + 10ms);
        CHECK(read(ends.client) == std::unexpected(net::error_code(net::asio::error::timed_out)));
    }
    SECTION("never: nothing ends it") {
        ends.client.expires_at(net::steady_clock::now() + 1h);
        ends.client.expires_at(net::time_point::max());
        CHECK_FALSE(test::run_coroutine(context, ends.server.write("x")));
        CHECK(text(read(ends.client)) == "x");
    }
}

TEST_CASE_METHOD(fixture, "closing wakes the one who waits") {
    auto ends = test::connected(context);
    std::optional<read_result> got;
    net::asio::co_spawn(context, test::store_result(ends.client.read_some(std::span<char>(chunk)), got),
                        rethrow);
    context.restart();
    context.poll();
    REQUIRE_FALSE(got.has_value());
    ends.client.close();
    test::run_until(context, [&] { return got.has_value(); });
    CHECK(*got == std::unexpected(net::error_code(net::asio::error::operation_aborted)));
}

TEST_CASE_METHOD(fixture, "a stream may go while its deadline is still to come") {
    {
        auto ends = test::connected(context);
        ends.client.expires_at(net::steady_clock::now() + 10ms);
        ends.server.expires_at(net::steady_clock::now() + 1h);
    }
    context.restart();
    // Without work left run() returns at once; a timer left behind would hold it for an hour.
    const auto begin = net::steady_clock::now();
    context.run_for(1s);
    CHECK(net::steady_clock::now() - begin < 500ms);
}

TEST_CASE_METHOD(fixture, "a connection is quiet while it is open and nothing came") {
    auto ends = test::connected(context);
    CHECK(ends.client.is_quiet());
    SECTION("bytes nobody asked for") {
        CHECK_FALSE(test::run_coroutine(context, ends.server.write("x")));
        CHECK_FALSE(ends.client.is_quiet());
        CHECK(text(read(ends.client)) == "x");
        CHECK(ends.client.is_quiet());
    }
    SECTION("the other end has closed") {
        ends.server.close();
        CHECK_FALSE(ends.client.is_quiet());
    }
    SECTION("this end has closed") {
        ends.client.close();
        CHECK_FALSE(ends.client.is_quiet());
    }
    SECTION("it works on afterwards") {
        CHECK_FALSE(test::run_coroutine(context, ends.client.write("y")));
        CHECK(text(read(ends.server)) == "y");
    }
}

TEST_CASE_METHOD(fixture, "a moved stream takes the connection with it") {
    auto ends = test::connected(context);
    net::stream other(std::move(ends.client));
    CHECK_FALSE(test::run_coroutine(context, other.write("moved")));
    CHECK(text(read(ends.server)) == "moved");
    other = net::stream(context.get_executor());
    CHECK(read(ends.server) == std::unexpected(net::error_code(net::asio::error::eof)));
}

} // namespace stream_test

#include "server/listener.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/server/loopback_client.hpp"
#include "test/unit/server/scripted_handler.hpp"

#include <fcntl.h>
#include <list>
#include <sys/resource.h>
#include <unistd.h>

namespace listener_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::loopback_client;

namespace {

const std::string request = "GET /one HTTP/1.1\r\nHost: h\r\n\r\n";

// Without TLS, so that each byte on the wire is the test's own.
struct fixture {
    std::expected<std::unique_ptr<server::listener>, std::string> open(const std::string& address,
                                                                       std::uint16_t port) {
        return server::listener::open(
            context.get_executor(), address, port, [] { return nullptr; }, handler, limits,
            {.handshake = {}, .refused = [this](std::string_view limit) { refused.emplace_back(limit); }}, {},
            shares_port);
    }

    void start() {
        auto opened = open("127.0.0.1", 0);
        REQUIRE(opened.has_value());
        listener = std::move(*opened);
        tasks.spawn("accepting", listener->run());
    }

    loopback_client& connect() { return clients.emplace_back(context, listener->local_endpoint()); }

    void drain(std::chrono::nanoseconds grace = 5s) { test::run_coroutine(context, listener->drain(grace)); }

    net::asio::io_context context;
    server::limits limits;
    bool shares_port = false;
    std::vector<std::string> refused; ///< by which limit
    test::scripted_handler handler{context.get_executor()};
    std::list<loopback_client> clients;
    std::unique_ptr<server::listener> listener;
    net::task_group tasks{context.get_executor(), [](const std::string& task, const std::exception_ptr&) {
                              FAIL_CHECK(task << " ended by an exception");
                          }};

    ~fixture() {
        handler.release();
        if (listener) {
            listener->stop_accepting();
            drain(0s);
            test::run_coroutine(context, tasks.join());
        }
    }

    fixture() = default;
    fixture(const fixture&) = delete;
    fixture& operator=(const fixture&) = delete;
};

// Lets the process open only `more` files beyond those that are open.
class few_descriptors {
public:
    explicit few_descriptors(rlim_t more) {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const int next = ::dup(0);
        ::close(next);
        const rlimit few{.rlim_cur = static_cast<rlim_t>(next) + more, .rlim_max = before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &few);
    }

    few_descriptors(const few_descriptors&) = delete;
    few_descriptors& operator=(const few_descriptors&) = delete;

    ~few_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

} // namespace

TEST_CASE_METHOD(fixture, "port 0 is a free port, and the listener knows which") {
    start();
    CHECK(listener->local_endpoint().port() != 0);
    auto& client = connect();
    client.send(request);
    CHECK(client.answer().body == "GET /one");
}

TEST_CASE_METHOD(fixture, "a port that is in use is one sentence with address, port and cause") {
    start();
    const auto port = listener->local_endpoint().port();
    const auto second = open("127.0.0.1", port);
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error() ==
          "cannot listen on 127.0.0.1:" + std::to_string(port) + ": Address already in use");
}

TEST_CASE_METHOD(fixture, "a port may be shared by those who all say so") {
    shares_port = true;
    start();
    const auto port = listener->local_endpoint().port();
    CHECK(open("127.0.0.1", port).has_value());
    shares_port = false;
    CHECK_FALSE(open("127.0.0.1", port).has_value());
}

TEST_CASE_METHOD(fixture, "an address that is none, or not this machine's, is refused by name") {
    CHECK(open("localhost", 443).error() == "cannot listen on localhost: not an IP address");
    CHECK(open("192.0.2.1", 443).error() ==
          "cannot listen on 192.0.2.1:443: Cannot assign requested address");
    CHECK_THAT(open("2001:db8::1", 443).error(), test::StartsWith("cannot listen on [2001:db8::1]:443: "));
}

TEST_CASE_METHOD(fixture, "connections are served side by side") {
    start();
    handler.hold = true;
    auto& first = connect();
    auto& second = connect();
    first.send(request);
    second.send("GET /two HTTP/1.1\r\nHost: h\r\n\r\n");
    test::run_until(context, [&] { return handler.asked.size() == 2; });
    handler.release();
    CHECK(second.answer().body == "GET /two");
    CHECK(first.answer().body == "GET /one");
}

TEST_CASE_METHOD(fixture, "over the limit a connection is closed at once, and the others go on") {
    const std::string limit = GENERATE("connections", "peer");
    (limit == "peer" ? limits.max_connections_per_peer : limits.max_connections) = 2;
    start();
    auto& first = connect();
    auto& second = connect();
    first.send(request);
    first.answer();
    second.send(request);
    second.answer();
    CHECK(listener->connections() == 2);
    auto& third = connect();
    third.ended();
    CHECK(third.pending().empty());
    CHECK(refused == std::vector{limit});
    first.send(request);
    CHECK(first.answer().status() == 200);

    second.close();
    test::run_until(context, [&] { return listener->connections() == 1; });
    // The place is free when the server has seen that the client left.
    test::run_until(context, [&] {
        auto& next = connect();
        next.send(request);
        return next.answer().status() == 200;
    });
}

// UndefinedBehaviorSanitizer needs a descriptor of its own to look at an object.
#ifndef __SANITIZE_ADDRESS__
TEST_CASE_METHOD(fixture, "out of file descriptors it waits, and goes on when there are some again") {
    start();
    auto& client = connect();
    client.send(request);
    {
        const few_descriptors none(0);
        test::run_until(context, [&, begin = net::steady_clock::now()] {
            // Accepting is tried and fails; were it not to pause in between, this would spin.
            return net::steady_clock::now() > begin + 20ms || context.run_one_for(20ms) == 0;
        });
        CHECK(handler.asked.empty());
        CHECK_FALSE(client.has_ended());
    }
    CHECK(client.answer().body == "GET /one");
}
#endif

TEST_CASE_METHOD(fixture, "once it has stopped accepting, new connections are refused and old ones served") {
    start();
    auto& client = connect();
    client.send(request);
    client.answer();
    const auto where = listener->local_endpoint();
    listener->stop_accepting();
    net::tcp_socket late(context.get_executor());
    net::error_code error;
    late.connect(where, error);
    CHECK(error == net::asio::error::connection_refused);
    client.send(request);
    CHECK(client.answer().body == "GET /one");
    test::run_coroutine(context, tasks.join());
}

TEST_CASE_METHOD(fixture, "draining closes idle connections at once and waits for the answers in flight") {
    start();
    auto& idle = connect();
    idle.send(request);
    idle.answer();
    auto& busy = connect();
    handler.hold = true;
    busy.send(request);
    test::run_until(context, [&] { return handler.asked.size() == 2; });

    listener->stop_accepting();
    bool drained = false;
    net::task_group draining(context.get_executor(), [](const std::string&, const std::exception_ptr&) {});
    const auto drain_all = [](server::listener& all, bool& done) -> net::awaitable<> {
        co_await all.drain(1h);
        done = true;
    };
    draining.spawn("drain", drain_all(*listener, drained));
    idle.ended();
    CHECK_FALSE(drained);
    CHECK_FALSE(busy.has_ended());
    handler.release();
    const auto answer = busy.answer();
    CHECK(answer.body == "GET /one");
    CHECK(answer.has("Connection: close"));
    test::run_until(context, [&] { return drained; });
}

TEST_CASE_METHOD(fixture, "what is not finished when the grace is over is cut") {
    start();
    handler.hold = true;
    auto& client = connect();
    client.send(request);
    test::run_until(context, [&] { return !handler.asked.empty(); });
    listener->stop_accepting();
    drain(10ms);
    client.ended();
    CHECK(client.pending().empty());
}

} // namespace listener_test

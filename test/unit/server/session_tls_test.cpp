#include "test/unit/server/loopback_client.hpp"
#include "test/unit/server/scripted_handler.hpp"
#include "test/unit/server/tls_listener.hpp"

namespace session_tls_test {

using namespace barograph;
using namespace std::chrono_literals;

namespace {

struct fixture {
    net::asio::io_context context;
    test::scripted_handler handler{context.get_executor()};
    test::tls_listener server{context, handler};
};

} // namespace

TEST_CASE_METHOD(fixture, "requests come and answers go through TLS, without a client certificate too") {
    const auto client = server.client(nullptr);
    CHECK(server.ask(*client, "/one") == "GET /one");
    CHECK(server.ask(*client, "/two") == "GET /two");
}

TEST_CASE_METHOD(fixture, "a client that never begins its handshake is cut off") {
    server.limits.handshake_timeout = 20ms;
    test::loopback_client silent(context, server.where());
    silent.ended();
    CHECK(silent.pending().empty());
}

TEST_CASE_METHOD(fixture, "what is not TLS reaches no handler, and others are served meanwhile") {
    test::loopback_client plain(context, server.where());
    plain.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    plain.ended();
    CHECK(handler.asked.empty());
    const auto client = server.client(nullptr);
    CHECK(server.ask(*client, "/one") == "GET /one");
}

TEST_CASE_METHOD(fixture, "a client that never begins its handshake does not hold up a drain") {
    test::loopback_client silent(context, server.where());
    const auto client = server.client(nullptr);
    REQUIRE(server.ask(*client, "/one") == "GET /one");
    // Accepted in order, so the silent one is in its handshake by now.
    server.drain(1h);
    silent.ended();
}

} // namespace session_tls_test

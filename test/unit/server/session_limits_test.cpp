#include "test/unit/server/served_connection.hpp"

namespace session_limits_test {

using namespace barograph;
using namespace std::chrono_literals;
using strings = std::vector<std::string>;
using test::get;
using test::served_connection;

namespace {

constexpr std::size_t kib = 1024;

server::limits small_sizes() {
    server::limits limits;
    limits.max_header_bytes = 4 * kib;
    limits.max_target_bytes = kib;
    limits.max_body_bytes = 2 * kib;
    return limits;
}

struct small_server : served_connection {
    small_server() : served_connection(small_sizes()) {}

    // Answered with this status, after which the connection ends.
    void is_refused(unsigned status) {
        const auto answer = client.answer();
        CHECK(answer.status() == status);
        CHECK(answer.has("Connection: close"));
        client.half_close();
        client.ended();
        session_ends();
        CHECK(handler.asked.empty());
    }
};

std::string target_of(std::size_t size) {
    return "/" + std::string(size - 1, 'x');
}

} // namespace

TEST_CASE_METHOD(small_server, "a header section up to its limit is read, one over it is refused") {
    SECTION("below") {
        client.send(get("/", "X: " + std::string(3 * kib, 'x') + "\r\n"));
        CHECK(client.answer().status() == 200);
    }
    SECTION("one long field") {
        client.send(get("/", "X: " + std::string(5 * kib, 'x') + "\r\n"));
        is_refused(431);
    }
    SECTION("many short fields") {
        std::string fields;
        for (int i = 0; i < 1000; ++i) {
            fields += "X-" + std::to_string(i) + ": x\r\n";
        }
        client.send(get("/", fields));
        is_refused(431);
    }
    SECTION("a field that never ends") {
        client.send("GET / HTTP/1.1\r\nHost: h\r\nX: ");
        for (int i = 0; i < 100; ++i) {
            client.send(std::string(kib, 'x'));
        }
        is_refused(431);
    }
}

TEST_CASE_METHOD(small_server, "as many header fields as the limit are read, one more is refused") {
    std::string fields;
    // With Host it is one less.
    for (std::size_t i = 1; i < limits.max_header_count; ++i) {
        fields += "X: x\r\n";
    }
    SECTION("at the limit") {
        client.send(get("/", fields));
        CHECK(client.answer().status() == 200);
    }
    SECTION("one over it") {
        client.send(get("/", fields + "X: x\r\n"));
        is_refused(431);
    }
}

TEST_CASE("after as many requests as a connection may have it ends, and the last answer says so") {
    server::limits bounds;
    bounds.max_requests_per_connection = 2;
    served_connection served(bounds);
    served.client.send(get("/one"));
    CHECK_FALSE(served.client.answer().has("Connection: close"));
    served.client.send(get("/two"));
    CHECK(served.client.answer().has("Connection: close"));
    served.client.half_close();
    served.client.ended();
    served.session_ends();
}

TEST_CASE_METHOD(small_server, "a target up to its limit is read, one over it is refused") {
    SECTION("at the limit") {
        client.send(get(target_of(kib)));
        CHECK(client.answer().status() == 200);
    }
    SECTION("one byte over it") {
        client.send(get(target_of(kib + 1)));
        is_refused(414);
    }
    SECTION("longer than a whole header section may be") {
        client.send(get(target_of(9 * kib)));
        is_refused(414);
    }
    SECTION("without an end") {
        client.send("GET " + target_of(100 * kib));
        is_refused(414);
    }
}

TEST_CASE_METHOD(small_server, "a body up to its limit is read, one over it is refused") {
    const std::string head = "POST /p HTTP/1.1\r\nHost: h\r\n";
    SECTION("at the limit") {
        client.send(head + "Content-Length: 2048\r\n\r\n" + std::string(2 * kib, 'b'));
        CHECK(client.answer().status() == 200);
    }
    SECTION("announced as longer: refused before it comes") {
        client.send(head + "Content-Length: 2049\r\n\r\n");
        is_refused(413);
    }
    SECTION("announced as longer by somebody who asks first: no leave to send it") {
        client.send(head + "Expect: 100-continue\r\nContent-Length: 2049\r\n\r\n");
        is_refused(413);
    }
    SECTION("in chunks that add up") {
        client.send(head + "Transfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 3; ++i) {
            client.send("400\r\n" + std::string(kib, 'b') + "\r\n");
        }
        is_refused(413);
    }
    SECTION("in a chunk whose line never ends") {
        client.send(head + "Transfer-Encoding: chunked\r\n\r\n1;x=" + std::string(100 * kib, 'x'));
        is_refused(413);
    }
    SECTION("with trailers that never end") {
        client.send(head + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + std::string(100 * kib, 'x'));
        is_refused(413);
    }
}

TEST_CASE_METHOD(small_server, "a client that sends on although it was refused still reads why") {
    client.send("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n" + std::string(1000000, 'b'));
    is_refused(413);
}

TEST_CASE("a client that was refused and sends on for ever is cut off") {
    auto limits = small_sizes();
    limits.linger_timeout = 20ms;
    served_connection server(limits);
    server.client.send("nonsense\r\n\r\n");
    CHECK(server.client.answer().status() == 400);
    server.session_ends();
    server.client.ended();
}

TEST_CASE("a client that is slow is cut off") {
    server::limits limits;
    std::string sent;
    SECTION("before the first byte") {
        limits.idle_timeout = 20ms;
    }
    SECTION("in the request line") {
        limits.header_timeout = 20ms;
        sent = "GE";
    }
    SECTION("in the header") {
        limits.header_timeout = 20ms;
        sent = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
    }
    SECTION("in the header of a request that was pipelined") {
        limits.header_timeout = 20ms;
        sent = get("/first") + "GET / HTTP/1.1\r\nHost: h\r\nX: ";
    }
    SECTION("in the body") {
        limits.body_timeout = 20ms;
        sent = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na";
    }
    SECTION("between two requests") {
        limits.idle_timeout = 20ms;
        sent = get("/first");
    }
    served_connection server(limits);
    if (!sent.empty()) {
        server.client.send(sent);
    }
    server.client.ended();
    server.session_ends();
}

TEST_CASE("each byte of a slow header does not buy more time") {
    server::limits limits;
    limits.header_timeout = 50ms;
    served_connection server(limits);
    const auto begin = net::steady_clock::now();
    server.client.send("GET / HTTP/1.1\r\nHost: h\r\nX: ");
    test::run_until(server.context, [&] {
        server.client.send("x");
        return server.client.has_ended();
    });
    CHECK(net::steady_clock::now() - begin >= 50ms);
    server.session_ends();
    CHECK(server.handler.asked.empty());
}

TEST_CASE("a slow handler is no slow client") {
    server::limits limits;
    limits.header_timeout = 20ms;
    limits.body_timeout = 20ms;
    limits.idle_timeout = 20ms;
    served_connection server(limits);
    server.handler.hold = true;
    server.client.send(get("/one"));
    test::run_until(server.context, [&] { return !server.handler.asked.empty(); });
    const auto later = net::steady_clock::now() + 60ms;
    server.context.run_until(later);
    CHECK_FALSE(server.client.has_ended());
    server.handler.release();
    CHECK(server.client.answer().body == "GET /one");
}

} // namespace session_limits_test

#include "test/unit/server/served_connection.hpp"

namespace session_malformed_test {

using namespace barograph;
using strings = std::vector<std::string>;
using test::get;
using test::served_connection;

namespace {

// Refused as no HTTP, and the connection ends.
void is_refused(served_connection& server) {
    const auto answer = server.client.answer();
    CHECK(answer.status() == 400);
    CHECK(answer.body == "the request is not valid HTTP/1.1");
    CHECK(answer.has("Connection: close"));
    server.client.half_close();
    server.client.ended();
    server.session_ends();
}

} // namespace

TEST_CASE_METHOD(served_connection, "what is not HTTP/1.1 is refused") {
    const std::string request =
        GENERATE(as<std::string>{}, //
                 "hello\r\n\r\n",
                 "GET /\r\n\r\n", //
                 "GET / HTTP/2.0\r\nHost: h\r\n\r\n",
                 "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", //
                 "GET  / HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
                 "G@T / HTTP/1.1\r\nHost: h\r\n\r\n", //
                 "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                 "GET / HTTP/1.1\r\nHost : h\r\n\r\n", //
                 "GET / HTTP/1.1\r\nHost: h\r\nX: a\x01 b\r\n\r\n",
                 "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n");
    INFO(request);
    client.send(request);
    is_refused(*this);
    CHECK(handler.asked.empty());
}

TEST_CASE_METHOD(served_connection, "what is refused unread is told of, with the other end") {
    net::asio::ip::tcp::endpoint peer;
    std::string told;
    events.unreadable = [&](const server::connection& from, unsigned status, std::string_view reason) {
        peer = from.peer;
        told += std::to_string(status) + " " + std::string(reason) + "\n";
    };
    client.send("hello\r\n\r\n");
    is_refused(*this);
    CHECK(told == "400 the request is not valid HTTP/1.1\n");
    CHECK(peer.address().is_loopback());
    CHECK(peer.port() != 0);
}

TEST_CASE_METHOD(served_connection, "a request that another server could read otherwise is refused") {
    const std::string header = GENERATE(
        as<std::string>{}, //
        "Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: 3, 4\r\n", "Content-Length: -1\r\n",
        "Content-Length: +3\r\n", "Content-Length: 3x\r\n", "Content-Length: 99999999999999999999\r\n",
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: \r\n");
    INFO(header);
    client.send("POST /p HTTP/1.1\r\nHost: h\r\n" + header + "\r\nabc" + get("/smuggled"));
    is_refused(*this);
    CHECK(handler.asked.empty());
}

TEST_CASE_METHOD(served_connection, "chunks that break their framing are refused") {
    const std::string body = GENERATE(as<std::string>{}, "x\r\nabc\r\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n",
                                      "-3\r\nabc\r\n0\r\n\r\n", "10000000000000000\r\nabc\r\n0\r\n\r\n");
    INFO(body);
    client.send("POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    const auto answer = client.answer();
    CHECK((answer.status() == 400 || answer.status() == 413));
    CHECK(handler.asked.empty());
}

TEST_CASE_METHOD(served_connection, "HTTP/1.1 names exactly one host") {
    SECTION("none") {
        client.send("GET / HTTP/1.1\r\n\r\n");
    }
    SECTION("two") {
        client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    }
    is_refused(*this);
}

TEST_CASE_METHOD(served_connection, "transfer codings are not for HTTP/1.0") {
    client.send("POST /p HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    is_refused(*this);
}

TEST_CASE_METHOD(served_connection, "what follows a request that was refused is never read as one") {
    client.send("GET / HTTP/1.1\r\n\r\n" + get("/next"));
    is_refused(*this);
    CHECK(handler.asked.empty());
    CHECK(client.pending().empty());
}

} // namespace session_malformed_test

#include "test/unit/server/served_connection.hpp"

namespace session_test {

using namespace barograph;
using strings = std::vector<std::string>;
using test::get;
using test::served_connection;

TEST_CASE_METHOD(served_connection, "a connection is kept for request after request") {
    client.send(get("/one"));
    const auto first = client.answer();
    CHECK(first.status() == 200);
    CHECK(first.body == "GET /one");
    CHECK_FALSE(first.has("Connection: close"));
    client.send(get("/two?a=b&c"));
    CHECK(client.answer().body == "GET /two a=b&c");
    CHECK_FALSE(client.has_ended());
}

TEST_CASE_METHOD(served_connection,
                 "requests sent at once are answered one after the other, in their order") {
    client.send(get("/one") + get("/two") + get("/three"));
    CHECK(client.answer().body == "GET /one");
    CHECK(client.answer().body == "GET /two");
    CHECK(client.answer().body == "GET /three");
}

TEST_CASE_METHOD(served_connection, "a request is not begun before the one before it is answered") {
    handler.hold = true;
    client.send(get("/one") + get("/two"));
    test::run_until(context, [&] { return handler.asked.size() == 1; });
    context.poll();
    CHECK(handler.asked == strings{"GET /one"});
    handler.hold = false;
    handler.release();
    CHECK(client.answer().body == "GET /one");
    CHECK(client.answer().body == "GET /two");
}

TEST_CASE_METHOD(served_connection, "a request may come in pieces of any size") {
    const std::string length = "Content-Length: 3\r\n\r\nabc";
    const std::string chunks = "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    const std::string last_chunk = "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    const auto body = GENERATE_COPY(length, chunks, last_chunk);
    const auto request = "POST /p HTTP/1.1\r\nHost: h\r\n" + body + get("/q");
    for (const char byte : request) {
        client.send(std::string(1, byte));
    }
    CHECK(client.answer().body == "POST /p");
    CHECK(client.answer().body == "GET /q");
}

TEST_CASE_METHOD(served_connection, "a body belongs to its request and never becomes the next one") {
    SECTION("with a length") {
        client.send("PUT /p HTTP/1.1\r\nHost: h\r\nContent-Length: 34\r\n\r\nGET /x HTTP/1.1\r\nHost: "
                    "inner\r\n\r\n\r\n" +
                    get("/q"));
    }
    SECTION("in chunks") {
        client.send("PUT /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                    "11\r\nGET /x HTTP/1.1\r\n\r\n0\r\nTrailer: x\r\n\r\n" +
                    get("/q"));
    }
    CHECK(client.answer().body == "PUT /p");
    CHECK(client.answer().body == "GET /q");
    CHECK(handler.asked == strings{"PUT /p", "GET /q"});
}

TEST_CASE_METHOD(served_connection, "what follows a chunked body is no part of the header section") {
    client.send("POST /p HTTP/1.1\r\nHost: h\r\nX-Remote-Group: dev\r\nTransfer-Encoding: chunked\r\n"
                "Trailer: X-Remote-Group\r\n\r\n0\r\nX-Remote-Group: system:masters\r\n"
                "Authorization: Bearer abc\r\nHost: other\r\n\r\n");
    CHECK(client.answer().body == "POST /p");
    CHECK(handler.fields.count("X-Remote-Group") == 1);
    CHECK(handler.fields["X-Remote-Group"] == "dev");
    CHECK(handler.fields.count("Authorization") == 0);
    CHECK(handler.fields.count("Host") == 1);
    client.send(get("/q"));
    CHECK(client.answer().body == "GET /q");
}

TEST_CASE_METHOD(served_connection, "a client that wants the connection closed gets its answer first") {
    client.send(get("/one", "Connection: close\r\n") + get("/two"));
    CHECK(client.answer().has("Connection: close"));
    client.ended();
    CHECK(handler.asked == strings{"GET /one"});
    session_ends();
}

TEST_CASE_METHOD(served_connection, "HTTP/1.0 is answered, and its connection closed") {
    const std::string more = GENERATE(as<std::string>{}, "", "Connection: keep-alive\r\n");
    client.send("GET /old HTTP/1.0\r\n" + more + "\r\n");
    const auto answer = client.answer();
    CHECK(answer.body == "GET /old");
    CHECK(answer.has("Connection: close"));
    client.ended();
}

TEST_CASE_METHOD(served_connection, "HEAD is answered without the body, and the connection goes on") {
    client.send("HEAD /h HTTP/1.1\r\nHost: h\r\n\r\n" + get("/g"));
    const auto head = client.answer(true);
    CHECK(head.has("Content-Length: 7"));
    CHECK(client.answer().body == "GET /g");
}

TEST_CASE_METHOD(served_connection, "whoever waits for leave to send the body is given it") {
    client.send("POST /p HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n");
    client.received("HTTP/1.1 100 Continue\r\n\r\n");
    CHECK(handler.asked.empty());
    CHECK(client.answer(true).head == "HTTP/1.1 100 Continue");
    client.send("abc");
    CHECK(client.answer().body == "POST /p");
}

TEST_CASE_METHOD(served_connection,
                 "nobody is told to continue who has sent everything, or speaks HTTP/1.0") {
    SECTION("the body came along") {
        client.send("POST /p HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");
    }
    SECTION("there is no body") {
        client.send("POST /p HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n");
    }
    SECTION("HTTP/1.0 knows no interim answers") {
        client.send("POST /p HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        // The server looks at the header before it sees the body.
        for (int i = 0; i < 10; ++i) {
            context.poll();
        }
        client.send("abc");
    }
    CHECK(client.answer().body == "POST /p");
}

TEST_CASE_METHOD(served_connection, "a client that has finished sending still gets its answer") {
    handler.hold = true;
    client.send(get("/one"));
    client.half_close();
    test::run_until(context, [&] { return !handler.asked.empty(); });
    handler.release();
    CHECK(client.answer().body == "GET /one");
    client.ended();
    session_ends();
}

TEST_CASE_METHOD(served_connection, "a client that leaves in the middle of a request ends its session only") {
    SECTION("having sent nothing") {}
    SECTION("in the header") {
        client.send("GET /one HTTP/1.1\r\nHo");
    }
    SECTION("in the body") {
        client.send("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na");
    }
    client.half_close();
    client.ended();
    session_ends();
    CHECK(handler.asked.empty());
    CHECK(client.pending().empty());
}

TEST_CASE_METHOD(served_connection, "a client that is gone while its answer is made ends its session only") {
    handler.hold = true;
    client.send(get("/one"));
    test::run_until(context, [&] { return !handler.asked.empty(); });
    client.reset();
    handler.release();
    session_ends();
    CHECK(handler.answered == 1);
}

} // namespace session_test

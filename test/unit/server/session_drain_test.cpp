#include "test/unit/server/served_connection.hpp"

namespace session_drain_test {

using namespace barograph;
using strings = std::vector<std::string>;
using test::get;
using test::served_connection;

TEST_CASE_METHOD(served_connection, "a drained session that is idle ends at once") {
    SECTION("before its first request") {
        context.poll();
    }
    SECTION("between two requests") {
        client.send(get("/one"));
        client.answer();
    }
    session->drain();
    client.ended();
    session_ends();
}

TEST_CASE_METHOD(served_connection,
                 "a drained session answers what is in flight, says that it closes, and closes") {
    handler.hold = true;
    client.send(get("/one"));
    test::run_until(context, [&] { return !handler.asked.empty(); });
    session->drain();
    handler.release();
    const auto answer = client.answer();
    CHECK(answer.body == "GET /one");
    CHECK(answer.has("Connection: close"));
    client.ended();
    session_ends();
}

TEST_CASE_METHOD(served_connection,
                 "a request that has begun to come is read and answered although the session drains") {
    // Both come in one piece, so that the beginning of the second is there when the first is answered.
    client.send(get("/zero") + "GET /one HTTP/1.1\r\nHo");
    client.answer();
    session->drain();
    client.send("st: h\r\n\r\n");
    const auto answer = client.answer();
    CHECK(answer.body == "GET /one");
    CHECK(answer.has("Connection: close"));
    session_ends();
}

TEST_CASE_METHOD(served_connection,
                 "a request that has come but was not read yet when the session drains is answered") {
    client.send(get("/zero"));
    client.answer();
    // Written at once; the session has no turn before it is drained.
    client.send(get("/one"));
    session->drain();
    const auto answer = client.answer();
    CHECK(answer.body == "GET /one");
    CHECK(answer.has("Connection: close"));
    client.ended();
    session_ends();
}

TEST_CASE_METHOD(served_connection,
                 "of several requests sent at once only the one in flight is answered while draining") {
    handler.hold = true;
    client.send(get("/one") + get("/two"));
    test::run_until(context, [&] { return !handler.asked.empty(); });
    session->drain();
    handler.hold = false;
    handler.release();
    CHECK(client.answer().body == "GET /one");
    client.ended();
    CHECK(handler.asked == strings{"GET /one"});
    session_ends();
}

TEST_CASE_METHOD(served_connection, "a session that is drained before it runs serves nothing") {
    session->drain();
    client.send(get("/one"));
    client.ended();
    session_ends();
    CHECK(handler.asked.empty());
}

} // namespace session_drain_test

#include "test/integration/raw_exchange.hpp"
#include "test/support/catch.hpp"

namespace http_table_test {

using namespace barograph::test;

namespace {

using statuses = std::vector<unsigned>;

struct row {
    const char* what;
    std::string bytes;
    statuses answers; ///< in their order, the last one's connection closed by the server
};

// A second request on the connection, the last; where a first one leaves open how it ends, nobody may answer
// this.
const std::string next = "GET /livez HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
const std::string metric = api + "/namespaces/shop/queue_depth";
const std::string get = "GET " + metric + " HTTP/1.1\r\nHost: h\r\n";
const std::string post = "POST " + metric + " HTTP/1.1\r\nHost: h\r\n";

void check(const row& r, std::size_t bodiless = static_cast<std::size_t>(-1)) {
    INFO(r.what);
    INFO(r.bytes);
    const auto answers = send_raw(recorded_server(), r.bytes, bodiless);
    statuses got;
    for (const auto& answer : answers) {
        got.push_back(answer.status);
    }
    CHECK(got == r.answers);
    REQUIRE_FALSE(answers.empty());
    CHECK(answers.back().header("Connection") == "close");
}

} // namespace

TEST_CASE("the wire's table: how requests follow each other") {
    check(GENERATE_COPY(values<row>({
        {"kept alive", get + "\r\n" + next, {200, 200}},
        {"pipelined", get + "\r\n" + get + "\r\n" + post + "\r\n" + next, {200, 200, 405, 200}},
        {"asked to close", get + "Connection: close\r\n\r\n" + next, {200}},
        {"HTTP/1.0", "GET " + metric + " HTTP/1.0\r\n\r\n" + next, {200}},
        {"HTTP/1.0, asked to keep",
         "GET " + metric + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + next,
         {200}},
        {"an empty line before a request", "\r\n" + next, {400}},
        {"a body with a length", post + "Content-Length: 3\r\n\r\nabc" + next, {405, 200}},
        {"a body in chunks",
         post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + next,
         {405, 200}},
        {"a body that GET may have", get + "Content-Length: 3\r\n\r\nabc" + next, {200, 200}},
        {"a body announced, but not waited for",
         post + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc" + next,
         {405, 200}},
    })));
}

TEST_CASE("the wire's table: a HEAD is answered without a body, and what follows it is found") {
    const row head{"HEAD", "HEAD " + metric + " HTTP/1.1\r\nHost: h\r\n\r\n" + next, {200, 200}};
    check(head, 0);
}

TEST_CASE("the wire's table: a client that waits for 100 Continue before its body is told to go on") {
    const auto answers = send_raw(
        recorded_server(), post + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n", 9, "abc" + next);
    REQUIRE(answers.size() == 3);
    CHECK(answers[0].status == 100);
    CHECK(answers[1].status == 405);
    CHECK(answers[2].status == 200);
}

TEST_CASE("the wire's table: what a request is for") {
    check(GENERATE_COPY(values<row>({
        {"absolute form", "GET https://other" + metric + " HTTP/1.1\r\nHost: h\r\n\r\n" + next, {200, 200}},
        {"absolute form of nothing but a host",
         "GET https://other HTTP/1.1\r\nHost: h\r\n\r\n" + next,
         {200, 200}},
        {"absolute form of another scheme",
         "GET ftp://other/ HTTP/1.1\r\nHost: h\r\n\r\n" + next,
         {400, 200}},
        {"asterisk form", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n" + next, {400, 200}},
        {"authority form", "CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n" + next, {400, 200}},
        {"no host", "GET " + metric + " HTTP/1.1\r\n\r\n" + next, {400}},
        {"two hosts", get + "Host: i\r\n\r\n" + next, {400}},
        {"a target with a space", "GET /apis /x HTTP/1.1\r\nHost: h\r\n\r\n" + next, {400}},
        {"a bare fragment", "GET /apis#x HTTP/1.1\r\nHost: h\r\n\r\n" + next, {404, 200}},
        {"dot segments are no way up",
         "GET /healthz/../metrics HTTP/1.1\r\nHost: h\r\n\r\n" + next,
         {404, 200}},
        {"encoded dot segments neither",
         "GET /apis/%2e%2e/metrics HTTP/1.1\r\nHost: h\r\n\r\n" + next,
         {404, 200}},
    })));
}

TEST_CASE(
    "the wire's table: what another server could read otherwise is refused, and nothing after it answered") {
    check(GENERATE_COPY(values<row>({
        {"two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc" + next, {400}},
        {"length and chunks",
         post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + next,
         {400}},
        {"chunks and length",
         post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n" + next,
         {400}},
        {"chunks twice",
         post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + next,
         {400}},
        {"an unknown coding", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + next, {400}},
        {"chunks not last", post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + next, {400}},
        {"a coding in HTTP/1.0",
         "POST " + metric + " HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + next,
         {400}},
        {"a space before the colon", post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + next, {400}},
        {"a negative length", post + "Content-Length: -3\r\n\r\n" + next, {400}},
        {"a length with a sign", post + "Content-Length: +3\r\n\r\nabc" + next, {400}},
        {"a chunk without a size",
         post + "Transfer-Encoding: chunked\r\n\r\nx\r\nabc\r\n0\r\n\r\n" + next,
         {400}},
        {"a chunk that is longer than it says",
         post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n" + next,
         {400}},
        {"an expectation that nobody knows", get + "Expect: the-unexpected\r\n\r\n" + next, {417}},
        {"a folded header", get + "X: a\r\n b\r\n\r\n" + next, {200, 200}},
        {"a header without a colon", get + "no colon\r\n\r\n" + next, {400}},
        {"a control character", get + "X: a\x01\r\n\r\n" + next, {400}},
        {"no HTTP at all", "hello\r\n\r\n" + next, {400}},
        {"HTTP/2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + next, {400}},
    })));
}

} // namespace http_table_test

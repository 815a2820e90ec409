#include "server/reply.hpp"
#include "test/support/catch.hpp"

#include <regex>

namespace reply_test {

using namespace barograph::server;

namespace {

// The message with its date, which must be of the form that RFC 9110 demands, replaced by D.
std::string wire_of(const reply& answer, framing how) {
    std::string wire = "what was there before";
    serialize(answer, how, wire);
    const std::regex date("\r\nDate: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} "
                          "[0-9]{2}:[0-9]{2}:[0-9]{2} GMT\r\n");
    return std::regex_replace(wire, date, "\r\nDate: D\r\n");
}

} // namespace

TEST_CASE("a reply is one whole HTTP/1.1 message") {
    CHECK(wire_of(make_reply(200, json_type, "{}\n"), {}) == "HTTP/1.1 200 OK\r\n"
                                                             "Date: D\r\n"
                                                             "Cache-Control: no-cache, private\r\n"
                                                             "Content-Type: application/json\r\n"
                                                             "X-Content-Type-Options: nosniff\r\n"
                                                             "Content-Length: 3\r\n"
                                                             "\r\n"
                                                             "{}\n");
}

TEST_CASE("the answer to HEAD has the length, but not the body") {
    const auto wire = wire_of(make_reply(200, text_type, "ok"), {.body_wanted = false});
    CHECK_THAT(wire, barograph::test::ContainsSubstring("\r\nContent-Length: 2\r\n"));
    CHECK(wire.ends_with("\r\n\r\n"));
}

TEST_CASE("the last reply of a connection says so") {
    const auto answer = make_reply(200, text_type, "ok");
    CHECK_THAT(wire_of(answer, {.keep_alive = false}),
               barograph::test::ContainsSubstring("\r\nConnection: close\r\n"));
    CHECK(wire_of(answer, {.keep_alive = true}).find("Connection") == std::string::npos);
}

TEST_CASE("a reply can have header fields of its own") {
    auto answer = make_reply(429, json_type, "");
    answer.headers.emplace_back("Retry-After", "1");
    const auto wire = wire_of(answer, {});
    CHECK_THAT(wire, barograph::test::StartsWith("HTTP/1.1 429 Too Many Requests\r\n"));
    CHECK_THAT(wire, barograph::test::ContainsSubstring("\r\nRetry-After: 1\r\n"));
}

} // namespace reply_test

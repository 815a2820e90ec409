#include "server/access_log.hpp"
#include "test/support/catch.hpp"

namespace access_log_test {

using namespace barograph;
using test::ContainsSubstring;

namespace {

struct fixture {
    fixture() { from.peer = {net::asio::ip::make_address("10.1.2.3"), 4567}; }

    std::string line() {
        const server::access seen{.from = from,
                                  .method = method,
                                  .path = path,
                                  .query = query,
                                  .agent = agent,
                                  .user = user,
                                  .audit_id = audit_id,
                                  .status = 200,
                                  .bytes = 57,
                                  .took = std::chrono::microseconds{1234}};
        return server::access_line(seen);
    }

    std::string agent = "kubectl/v1.36";
    server::connection from;
    std::string method = "GET";
    std::string path = "/apis";
    std::string query;
    std::string user = "eve";
    std::string audit_id = "id-1";
};

} // namespace

TEST_CASE_METHOD(fixture, "a line of the access log names these parts of a request") {
    query = "pretty=true";
    CHECK(line() == R"(request peer=10.1.2.3:4567 method=GET uri="/apis?pretty=true" status=200 bytes=57 )"
                    R"(duration=0.001234s user="eve" agent="kubectl/v1.36" audit-id="id-1")");
    query.clear();
    from.peer = {net::asio::ip::make_address("fd00::1"), 9};
    agent.clear();
    user.clear();
    audit_id.clear();
    CHECK(line() == R"(request peer=[fd00::1]:9 method=GET uri="/apis" status=200 bytes=57 )"
                    R"(duration=0.001234s user="" agent="" audit-id="")");
}

TEST_CASE_METHOD(fixture, "what a client chooses stays inside its quotes") {
    path = "/a\"b";
    user = "e\" status=200\nforged";
    agent = "a\tb\x80";
    audit_id = "\x1b[31m";
    CHECK_THAT(line(), ContainsSubstring(R"(uri="/a\"b" )"));
    CHECK_THAT(line(), ContainsSubstring(R"(user="e\" status=200\nforged" )"));
    CHECK_THAT(line(), ContainsSubstring(R"(agent="a\tb\x80" )"));
    CHECK_THAT(line(), ContainsSubstring(R"(audit-id="\x1b[31m")"));
}

TEST_CASE_METHOD(fixture, "what a client chooses is cut when it is long") {
    const std::string much(10'000, 'x');
    method = path = query = user = audit_id = much;
    agent = much;
    CHECK(line().size() < 2000);
    CHECK_THAT(line(), ContainsSubstring("method=" + std::string(16, 'x') + "... "));
    CHECK_THAT(line(), ContainsSubstring("uri=\"" + std::string(1024, 'x') + "...\" "));
    CHECK_THAT(line(), ContainsSubstring("audit-id=\"" + std::string(64, 'x') + "...\""));
}

TEST_CASE_METHOD(fixture, "what could not be read has a line of its own") {
    CHECK(server::refusal_line(from, 431, "too \"large\"") ==
          R"(request peer=10.1.2.3:4567 refused unread status=431 reason="too \"large\"")");
}

} // namespace access_log_test

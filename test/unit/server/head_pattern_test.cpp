#include "server/head_pattern.hpp"
#include "test/support/catch.hpp"

#include <string>

namespace head_pattern_test {

using namespace barograph;
using server::head_pattern;

namespace {

std::string request(const std::string& target, const std::string& fields) {
    return "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}

const std::string identity = "X-Remote-User: hpa\r\nX-Remote-Group: a\r\n";

head_pattern pattern_of(const std::string& head) {
    auto made = head_pattern::of(head);
    REQUIRE(made.has_value());
    return *std::move(made);
}

} // namespace

TEST_CASE("the same header section fits with any target") {
    const auto pattern = pattern_of(request("/a?b=c", identity));
    const auto other = request("/x", identity);
    const auto found = pattern.match(other);
    REQUIRE(found.has_value());
    CHECK(found->target == "/x");
    CHECK(found->audit_id.empty());
    CHECK(found->size == other.size());
}

TEST_CASE("what follows the request is not looked at, and not counted") {
    const auto head = request("/a", identity);
    const auto found = pattern_of(head).match(head + "GET /next");
    REQUIRE(found.has_value());
    CHECK(found->size == head.size());
}

TEST_CASE("any other byte in the header section does not fit") {
    const auto head = request("/a", identity);
    const auto pattern = pattern_of(head);
    const auto begin = head.find("\r\n") + 2;
    for (std::size_t i = begin; i < head.size(); ++i) {
        auto other = head;
        other[i] = static_cast<char>(other[i] ^ 1);
        INFO(i);
        CHECK_FALSE(pattern.match(other).has_value());
    }
}

TEST_CASE("a part of a request does not fit") {
    const auto head = request("/a", "Audit-Id: 1-2-3\r\n" + identity);
    const auto pattern = pattern_of(head);
    for (std::size_t size = 0; size < head.size(); ++size) {
        INFO(size);
        CHECK_FALSE(pattern.match(head.substr(0, size)).has_value());
    }
    CHECK(pattern.match(head).has_value());
}

TEST_CASE("more or fewer fields do not fit") {
    const auto pattern = pattern_of(request("/a", identity));
    CHECK_FALSE(pattern.match(request("/a", identity + "X-Remote-Group: system:masters\r\n")).has_value());
    CHECK_FALSE(pattern.match(request("/a", "X-Remote-Group: system:masters\r\n" + identity)).has_value());
    CHECK_FALSE(pattern.match(request("/a", "X-Remote-User: hpa\r\n")).has_value());
}

TEST_CASE("the values of tracing fields may differ, and the Audit-ID is told") {
    const auto pattern =
        pattern_of(request("/a", "Accept: */*\r\nAudit-Id: 11-22\r\nTraceparent: 00-aa\r\n" + identity));
    const auto other = request("/b", "Accept: */*\r\nAudit-Id: 9\r\nTraceparent: 01-bb\r\n" + identity);
    const auto found = pattern.match(other);
    REQUIRE(found.has_value());
    CHECK(found->audit_id == "9");
    CHECK(found->target == "/b");
}

TEST_CASE("the path that the aggregator tells once more may differ") {
    const auto forwarded = [](const std::string& path) {
        return request(path + "?b=c", "X-Forwarded-Uri: " + path + "\r\n" + identity);
    };
    const auto other = forwarded("/namespaces/shop");
    const auto found = pattern_of(forwarded("/a")).match(other);
    REQUIRE(found.has_value());
    CHECK(found->target == "/namespaces/shop?b=c");
}

TEST_CASE("of several Audit-IDs the first is told, even if it is empty") {
    const auto told = [](const std::string& first, const std::string& second) {
        const auto fields = "Audit-ID:" + first + "\r\nAccept: */*\r\naudit-id: " + second + "\r\n";
        const auto asked = request("/a", fields);
        const auto found = pattern_of(asked).match(asked);
        REQUIRE(found.has_value());
        return std::string(found->audit_id);
    };
    CHECK(told(" one", "two") == "one");
    CHECK(told("", "two").empty());
}

TEST_CASE("a tracing field can't hide another") {
    const auto pattern = pattern_of(request("/a", "Audit-Id: 1\r\n" + identity));
    for (const auto* const value :
         {"", " ", "1\r\nX-Remote-Group: system:masters", "1\nX-Remote-Group: system:masters", "1 2", "\x01",
          "\x80", "1\r", "1\t"}) {
        INFO(value);
        CHECK_FALSE(
            pattern.match(request("/a", "Audit-Id: " + std::string(value) + "\r\n" + identity)).has_value());
    }
    CHECK_FALSE(pattern.match(request("/a", "Audit-Id: " + std::string(513, 'a') + "\r\n" + identity)));
    CHECK(pattern.match(request("/a", "Audit-Id: " + std::string(512, 'a') + "\r\n" + identity)));
}

TEST_CASE("only plain GET requests have a pattern") {
    CHECK_FALSE(head_pattern::of("POST /a HTTP/1.1\r\nHost: h\r\n\r\n"));
    CHECK_FALSE(head_pattern::of("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n"));
    CHECK_FALSE(head_pattern::of("GET /a HTTP/1.0\r\nHost: h\r\n\r\n"));
    CHECK_FALSE(head_pattern::of("GET  HTTP/1.1\r\nHost: h\r\n\r\n"));
    CHECK_FALSE(head_pattern::of("GET /a HTTP/1.1\r\nHost: h\r\n"));
    CHECK_FALSE(head_pattern::of("GET /a HTTP/1.1\nHost: h\n\n"));
    CHECK_FALSE(head_pattern::of("GET /a HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n"));
    CHECK_FALSE(head_pattern::of(""));
    CHECK_FALSE(pattern_of(request("/a", "")).match("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n"));
    CHECK_FALSE(pattern_of(request("/a", "")).match("GET /a HTTP/1.0\r\nHost: h\r\n\r\n"));
}

TEST_CASE("a request that says something of a body or of its connection has no pattern") {
    for (const auto* const field :
         {"Content-Length: 0", "content-length: 3", "Transfer-Encoding: chunked", "Connection: close",
          "Expect: 100-continue", "Upgrade: h2c", "TE: trailers", "Trailer: X", "Keep-Alive: 1"}) {
        INFO(field);
        CHECK_FALSE(head_pattern::of(request("/a", std::string(field) + "\r\n")));
    }
}

TEST_CASE("the head of a request is there once its header section has ended") {
    CHECK(server::whole_head("GET / HTTP/1.1\r\nHost: h\r\n").empty());
    CHECK(server::whole_head("GET / HTTP/1.1\r\nHost: h\r\n\r\nbody") == "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
}

} // namespace head_pattern_test

#include "kube/api_client.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"

namespace api_client_follow_test {

using namespace barograph;
using namespace std::chrono_literals;
using kube::errc;
using test::ContainsSubstring;
using test::scripted_answer;
using line = std::expected<std::optional<std::string>, kube::error>;

namespace {

std::string chunk(const std::string& text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string size;
    for (auto rest = text.size(); rest > 0; rest /= 16) {
        size.insert(size.begin(), digits[rest % 16]);
    }
    return size + "\r\n" + text + "\r\n";
}

scripted_answer chunked(const std::string& chunks) {
    return scripted_answer::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
}

struct fixture {
    fixture() {
        kube::cluster_credentials credentials;
        credentials.server = *net::parse_url(server.url());
        credentials.token = "abc";
        api = std::move(*kube::create_api_client(context.get_executor(), std::move(credentials)));
    }

    std::expected<std::unique_ptr<kube::event_lines>, kube::error> follow() {
        return test::run_coroutine(context,
                                   api->follow("/api/v1/x?watch=true", net::steady_clock::now() + 5s));
    }

    line next(kube::event_lines& from) {
        return test::run_coroutine(context, from.next(net::steady_clock::now() + 5s));
    }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
    std::unique_ptr<kube::api_client> api;
};

} // namespace

TEST_CASE_METHOD(fixture, "lines are put together from the pieces they come in") {
    server.then(chunked(chunk("{\"a\":1}\n{\"b\"") + chunk(":2}\n\n") + chunk("{\"c\":3}\n") + "0\r\n\r\n"));
    const auto events = follow();
    REQUIRE(events.has_value());
    CHECK(server.requests().at(0).target == "/api/v1/x?watch=true");
    CHECK(server.requests().at(0).header("authorization") == "Bearer abc");
    CHECK(next(**events).value() == "{\"a\":1}");
    CHECK(next(**events).value() == "{\"b\":2}");
    CHECK(next(**events).value() == "{\"c\":3}");
    CHECK(next(**events).value() == std::nullopt);
}

TEST_CASE_METHOD(fixture, "a line that is cut short is never given") {
    SECTION("by the server's end") {
        server.then(chunked(chunk("{\"a\":1}\n{\"b\"") + "0\r\n\r\n"));
        const auto events = follow();
        CHECK(next(**events).value() == "{\"a\":1}");
        CHECK(next(**events).value() == std::nullopt);
    }
    SECTION("by the connection's end") {
        server.then(chunked(chunk("{\"a\":1}\n{\"b\"")));
        const auto events = follow();
        CHECK(next(**events).value() == "{\"a\":1}");
        const auto cut = next(**events);
        REQUIRE_FALSE(cut.has_value());
        CHECK(cut.error().code == errc::unreachable);
    }
}

TEST_CASE_METHOD(fixture, "a line longer than any object can be is an error, and memory stays bounded") {
    server.then(chunked(chunk(std::string(5U << 20U, 'x'))));
    const auto events = follow();
    REQUIRE(events.has_value());
    const auto endless = next(**events);
    REQUIRE_FALSE(endless.has_value());
    CHECK(endless.error().code == errc::malformed);
}

TEST_CASE_METHOD(fixture, "a refusal is an error of its kind with the server's words") {
    struct row {
        unsigned status;
        errc code;
    };

    const auto r = GENERATE(values<row>(
        {{403, errc::forbidden}, {410, errc::gone}, {429, errc::unavailable}, {500, errc::unavailable}}));
    server.then(scripted_answer::reply(r.status, R"({"kind":"Status","message":"said the server"})"));
    const auto events = follow();
    REQUIRE_FALSE(events.has_value());
    CHECK(events.error().code == r.code);
    CHECK_THAT(events.error().message,
               ContainsSubstring("said the server") && ContainsSubstring("/api/v1/x"));
}

TEST_CASE_METHOD(fixture, "an answer without an end is waited for until the deadline") {
    server.then(scripted_answer::never());
    const auto events =
        test::run_coroutine(context, api->follow("/api/v1/x?watch=true", net::steady_clock::now() + 30ms));
    REQUIRE_FALSE(events.has_value());
    CHECK(events.error().code == errc::timed_out);
}

} // namespace api_client_follow_test

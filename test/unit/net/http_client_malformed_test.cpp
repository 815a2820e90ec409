#include "net/http_client.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/net/raw_server.hpp"

#include <boost/asio/co_spawn.hpp>

#include <optional>

namespace http_client_malformed_test {

using namespace barograph;
using namespace std::chrono_literals;
using net::http_errc;

namespace {

struct fixture {
    // What becomes of an answer of these bytes, after which the server closes.
    net::http_result answered(const std::string& bytes) {
        test::raw_server server(context.get_executor(), {.answers = {bytes}, .closes = true});
        options.base = *net::parse_url(server.url());
        net::http_client client(context.get_executor(), options);
        return test::run_coroutine(context, client.send({.target = "/"}, net::steady_clock::now() + 5s));
    }

    http_errc fault(const std::string& bytes) {
        const auto got = answered(bytes);
        REQUIRE_FALSE(got.has_value());
        INFO(got.error().message);
        CHECK(got.error().message.starts_with("http://127.0.0.1:"));
        return got.error().code;
    }

    net::asio::io_context context;
    net::http_client_options options;
};

std::string chunked(const std::string& chunks) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
}

std::string with_length(const std::string& length, const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body;
}

} // namespace

TEST_CASE_METHOD(fixture, "a body is read by length, by chunks or to the end of the connection") {
    const auto bytes = GENERATE(with_length("5", "hello"), chunked("5\r\nhello\r\n0\r\n\r\n"),
                                chunked("2\r\nhe\r\n3;name=value\r\nllo\r\n0\r\nTrailer: x\r\n\r\n"),
                                std::string("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello"),
                                std::string("HTTP/1.0 200 OK\r\n\r\nhello"));
    INFO(bytes);
    const auto got = answered(bytes);
    REQUIRE(got.has_value());
    CHECK(got->status == 200);
    CHECK(got->body == "hello");
}

TEST_CASE_METHOD(fixture, "an answer that ends too early is broken") {
    const auto bytes = GENERATE(std::string("HTTP"), std::string("HTTP/1.1 200 OK\r\n"), with_length("5", ""),
                                with_length("5", "hell"), chunked(""), chunked("5\r\nhell"),
                                chunked("5\r\nhello\r\n"), chunked("5\r\nhello\r\n0\r\n"));
    INFO(bytes);
    CHECK(fault(bytes) == http_errc::broken);
}

TEST_CASE_METHOD(fixture, "what is not HTTP is malformed") {
    const auto bytes = GENERATE(
        std::string("<!DOCTYPE html>\r\n\r\n"), std::string("SSH-2.0-OpenSSH_9.2\r\n"),
        std::string("\x15\x03\x01\x00\x02\x02\x16 and more", 16), std::string(100, '\0') + "\r\n",
        std::string("HTTP/2 200 OK\r\n\r\n"), std::string("HTTP/1.1 2000 OK\r\n\r\n"),
        std::string("HTTP/1.1 abc OK\r\n\r\n"), std::string("HTTP/1.1 200 OK\r\nno colon\r\n\r\n"),
        with_length("5x", "hello"), with_length("-1", "hello"), chunked("zz\r\nhello\r\n0\r\n\r\n"),
        chunked("2\r\nhello\r\n0\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello"));
    INFO(bytes);
    CHECK(fault(bytes) == http_errc::malformed);
}

TEST_CASE_METHOD(fixture,
                 "a body at the limit is given, and one beyond it is too large, however it is framed") {
    options.max_body_bytes = 10;
    CHECK(answered(with_length("10", "0123456789"))->body == "0123456789");
    CHECK(answered(chunked("a\r\n0123456789\r\n0\r\n\r\n"))->body == "0123456789");
    CHECK(answered("HTTP/1.0 200 OK\r\n\r\n0123456789")->body == "0123456789");

    CHECK(fault(with_length("11", "")) == http_errc::too_large);
    CHECK(fault(with_length("18446744073709551615", "")) == http_errc::too_large);
    CHECK(fault(chunked("b\r\n")) == http_errc::too_large);
    CHECK(fault(chunked("6\r\n012345\r\n5\r\n")) == http_errc::too_large);
    CHECK(fault("HTTP/1.0 200 OK\r\n\r\n01234567890") == http_errc::too_large);
}

TEST_CASE_METHOD(fixture,
                 "the body's limit is really ours: beyond the parser's own megabyte, and to the byte") {
    CHECK(answered(with_length(std::to_string(4 << 20), std::string(4 << 20, 'x')))->body.size() == 4 << 20);
    CHECK(fault(with_length(std::to_string((16 << 20) + 1), "")) == http_errc::too_large);
}

TEST_CASE_METHOD(fixture, "a header beyond the limit is too large, wherever its bytes are") {
    options.max_header_bytes = 4096;
    CHECK(answered("HTTP/1.1 200 OK\r\nA: " + std::string(3000, 'a') + "\r\nContent-Length: 0\r\n\r\n")
              .has_value());

    const std::string much(30'000, 'a');
    CHECK(fault("HTTP/1.1 200 " + much) == http_errc::too_large);
    CHECK(fault("HTTP/1.1 200 OK\r\nA: " + much) == http_errc::too_large);
    CHECK(fault("HTTP/1.1 200 OK\r\n" + much) == http_errc::too_large);
    std::string many = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 1000; ++i) {
        many += "A: b\r\n";
    }
    CHECK(fault(many + "\r\n") == http_errc::too_large);
}

TEST_CASE_METHOD(fixture, "what stands between two chunks is bounded, too") {
    options.max_header_bytes = 4096;
    const std::string much(100'000, 'a');
    CHECK(fault(chunked("1;x=" + much)) == http_errc::too_large);
    CHECK(fault(chunked("0\r\nTrailer: " + much)) == http_errc::too_large);
}

TEST_CASE_METHOD(fixture, "interim answers are passed over") {
    const auto got = answered("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" +
                              with_length("2", "ok"));
    REQUIRE(got.has_value());
    CHECK(got->status == 200);
    CHECK(got->body == "ok");
}

TEST_CASE_METHOD(fixture, "an interim answer and the final one may come one after the other") {
    test::raw_server server(context.get_executor(), {.answers = {"HTTP/1.1 100 Continue\r\n\r\n"}});
    net::http_client client(context.get_executor(), {.base = *net::parse_url(server.url())});
    std::optional<net::http_result> got;
    net::asio::co_spawn(context,
                        test::store_result(client.send({.target = "/"}, net::steady_clock::now() + 5s), got),
                        [](const std::exception_ptr&) {});
    test::run_until(context, [&] { return server.received() == 1; });
    context.run_for(10ms);
    CHECK_FALSE(got.has_value());
    server.send(with_length("2", "ok"));
    test::run_until(context, [&] { return got.has_value(); });
    REQUIRE(got->has_value());
    CHECK((*got)->body == "ok");
}

TEST_CASE_METHOD(fixture, "interim answers without end are malformed, and without a final one broken") {
    std::string endless;
    for (int i = 0; i < 1000; ++i) {
        endless += "HTTP/1.1 102 Processing\r\n\r\n";
    }
    CHECK(fault(endless) == http_errc::malformed);
    CHECK(fault("HTTP/1.1 100 Continue\r\n\r\n") == http_errc::broken);
}

TEST_CASE_METHOD(fixture, "what follows a switch of protocols that nobody asked for is no answer") {
    CHECK(fault("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + with_length("2", "ok")) ==
          http_errc::malformed);
}

} // namespace http_client_malformed_test

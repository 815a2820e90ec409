#include "bench/load/response_reader.hpp"
#include "test/support/catch.hpp"

#include <string>
#include <string_view>

using barograph::bench::response_reader;
using progress = response_reader::progress;

namespace {

const std::string sized = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-length: 5\r\n\r\nhello";
const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            "a\r\n0123456789\r\n3;x=y\r\nabc\r\n0\r\nTrailer: t\r\n\r\n";

progress read(response_reader& reader, std::string_view text) {
    reader.begin();
    return reader.feed(text);
}

// What it says after each byte but the last is `more`.
void check_bytewise(const std::string& text, std::uint64_t body_bytes) {
    response_reader reader;
    reader.begin();
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        INFO("after " << i << " bytes");
        REQUIRE(reader.feed(std::string_view(text).substr(i, 1)) == progress::more);
    }
    CHECK(reader.feed(std::string_view(text).substr(text.size() - 1)) == progress::done);
    CHECK(reader.body_bytes() == body_bytes);
    CHECK(reader.status() == 200);
}

} // namespace

TEST_CASE("a response with a length ends there") {
    response_reader reader;
    CHECK(read(reader, sized) == progress::done);
    CHECK(reader.status() == 200);
    CHECK(reader.body_bytes() == 5);
    CHECK(reader.keeps_open());
}

TEST_CASE("a response in chunks ends with its trailer") {
    response_reader reader;
    CHECK(read(reader, chunked) == progress::done);
    CHECK(reader.body_bytes() == 13);
}

TEST_CASE("a response may come in any pieces") {
    check_bytewise(sized, 5);
    check_bytewise(chunked, 13);
}

TEST_CASE("one response after the other is read on the same connection") {
    response_reader reader;
    CHECK(
        read(reader, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n") ==
        progress::done);
    CHECK(reader.status() == 503);
    CHECK_FALSE(reader.keeps_open());
    CHECK(read(reader, chunked) == progress::done);
    CHECK(read(reader, sized) == progress::done);
    CHECK(reader.status() == 200);
    CHECK(reader.body_bytes() == 5);
    CHECK(reader.keeps_open());
}

TEST_CASE("what is not one whole response is broken") {
    response_reader reader;
    CHECK(read(reader, sized + "!") == progress::broken);
    CHECK(read(reader, chunked + "!") == progress::broken);
    CHECK(read(reader, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n") == progress::broken);
    CHECK(read(reader, "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n") == progress::broken);
    CHECK(read(reader, "SSH-2.0-OpenSSH\r\n\r\n") == progress::broken);
    CHECK(read(reader, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") == progress::broken);
}

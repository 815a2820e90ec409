#include "net/gzip_decoder.hpp"
#include "test/support/catch.hpp"
#include "test/unit/net/gzip.hpp"

#include <optional>

namespace gzip_decoder_test {

using namespace barograph;
using outcome = net::gzip_decoder::outcome;

namespace {

std::string odd_text(std::size_t size) {
    std::string text(size, '\0');
    unsigned state = 7;
    for (auto& c : text) {
        state = state * 1'103'515'245U + 12'345U;
        c = static_cast<char>('a' + (state >> 16U) % 7U);
    }
    return text;
}

// What comes out when it is written in pieces of this size; nothing when it is malformed or cut off.
std::optional<std::string> decoded(const std::string& packed, std::size_t piece) {
    net::gzip_decoder decoder;
    std::string plain;
    const auto keep = [&](std::string_view part) {
        plain += part;
        return true;
    };
    for (std::size_t at = 0; at < packed.size(); at += piece) {
        if (decoder.write(std::string_view(packed).substr(at, piece), keep) != outcome::going_on) {
            return std::nullopt;
        }
    }
    return decoder.is_whole() ? std::optional(plain) : std::nullopt;
}

} // namespace

TEST_CASE("what was packed comes out, wherever the pieces end") {
    const auto size = GENERATE(0U, 1U, 1000U, 32'768U, 200'000U);
    const auto text = odd_text(size);
    const auto packed = test::gzip(text);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{16'384}, packed.size()}) {
        CHECK((decoded(packed, piece) == text));
    }
}

TEST_CASE("several members are one text") {
    const auto packed = test::gzip("one ") + test::gzip("") + test::gzip("two");
    CHECK(decoded(packed, 1) == "one two");
    CHECK(decoded(packed, packed.size()) == "one two");
}

TEST_CASE("what is cut off anywhere is not whole") {
    const auto packed = test::gzip(odd_text(2000));
    for (std::size_t size = 0; size < packed.size(); ++size) {
        CHECK_FALSE(decoded(packed.substr(0, size), 100).has_value());
    }
    const auto two = test::gzip("one") + test::gzip("two");
    CHECK_FALSE(decoded(two.substr(0, two.size() - 1), 100).has_value());
}

TEST_CASE("what is not gzip, has a wrong checksum or goes on as something else is malformed") {
    CHECK_FALSE(decoded("{\"status\":\"success\"}", 100).has_value());
    auto packed = test::gzip("the text");
    CHECK_FALSE(decoded(packed + "trailing", 100).has_value());
    constexpr std::size_t trailer = 8;
    packed[packed.size() - trailer] ^= 1;
    CHECK_FALSE(decoded(packed, 100).has_value());
}

TEST_CASE("the receiver ends it, long before a bomb is unpacked") {
    const auto bomb = test::gzip(std::string(std::size_t{64} << 20U, '0'));
    REQUIRE(bomb.size() < 100'000);
    net::gzip_decoder decoder;
    std::size_t size = 0;
    const auto result = decoder.write(bomb, [&](std::string_view part) {
        size += part.size();
        return size < 100'000;
    });
    CHECK(result == outcome::stopped);
    CHECK(size < 200'000);
}

} // namespace gzip_decoder_test

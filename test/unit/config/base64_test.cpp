#include "config/base64.hpp"
#include "test/support/catch.hpp"

namespace base64_test {

namespace {

using barograph::config::decode_base64;

TEST_CASE("base64 is decoded as RFC 4648 shows") {
    CHECK(decode_base64("") == "");
    CHECK(decode_base64("Zg==") == "f");
    CHECK(decode_base64("Zm8=") == "fo");
    CHECK(decode_base64("Zm9v") == "foo");
    CHECK(decode_base64("Zm9vYg==") == "foob");
    CHECK(decode_base64("Zm9vYmE=") == "fooba");
    CHECK(decode_base64("Zm9vYmFy") == "foobar");
    CHECK(decode_base64("+/+/") == "\xfb\xff\xbf");
}

TEST_CASE("line breaks inside are skipped") {
    CHECK(decode_base64("Zm9v\nYmFy\n") == "foobar");
}

TEST_CASE("wrong characters, lengths and padding are refused") {
    const auto* const text =
        GENERATE("Z", "Z===", "Zg", "Zg=", "Zg===", "Zm8", "Zm9v=", "Zg==Zg==", "Z*==", "Zm 8=", "=",
                 "Z2Vo\xb8Wlt", "\xff\xff\xff\xff", "Zg\xc3\xa9=");
    INFO(text);
    CHECK_FALSE(decode_base64(text));
}

} // namespace

} // namespace base64_test

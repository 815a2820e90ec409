#include "kube/base64.hpp"
#include "test/support/catch.hpp"

namespace base64_test {

using barograph::kube::decode_base64;

TEST_CASE("base64 is decoded with its padding, and white space in it is skipped") {
    CHECK(decode_base64("") == "");
    CHECK(decode_base64("Zg==") == "f");
    CHECK(decode_base64("Zm8=") == "fo");
    CHECK(decode_base64("Zm9v") == "foo");
    CHECK(decode_base64("Zm9vYmFy") == "foobar");
    CHECK(decode_base64(" Zm9v\r\n\tYmFy\n") == "foobar");
    CHECK(decode_base64("/+8A") == std::string("\xff\xef\0", 3));
}

TEST_CASE("what is not base64 gives nothing") {
    const auto text =
        GENERATE("Zg", "Zg=", "Zm9vY", "Zm9v====", "Z===", "Zg==Zg==", "Zm8=Zm8=", "Z=g=", "Zm9-", "Zm9_",
                 "Zm9v!", "=", "Z2Vo\xb8Wlt", "\xff\xff\xff\xff", "Zg\xc3\xa9=");
    INFO(text);
    CHECK_FALSE(decode_base64(text).has_value());
}

} // namespace base64_test

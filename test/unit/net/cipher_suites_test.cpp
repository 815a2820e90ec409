#include "net/cipher_suites.hpp"
#include "test/support/catch.hpp"

namespace cipher_suites_test {

using barograph::net::parse_cipher_suites;
using strings = std::vector<std::string>;

TEST_CASE("cipher suites are named as Go names them, and kept in their order") {
    const auto suites = parse_cipher_suites({"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                                             "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                                             "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"});
    REQUIRE(suites.has_value());
    CHECK(suites->cipher_list ==
          "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305");
    CHECK(suites->weak.empty());
}

TEST_CASE("Go's older names of two suites are known") {
    const auto suites = parse_cipher_suites({"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305"});
    REQUIRE(suites.has_value());
    CHECK(suites->cipher_list == "ECDHE-RSA-CHACHA20-POLY1305");
}

TEST_CASE("suites of TLS 1.3 are no matter of choice") {
    const auto suites = parse_cipher_suites({"TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"});
    REQUIRE(suites.has_value());
    CHECK(suites->cipher_list.empty());
}

TEST_CASE("suites without forward secrecy or authenticated encryption are told") {
    const auto suites =
        parse_cipher_suites({"TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
                             "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
    REQUIRE(suites.has_value());
    CHECK(suites->weak == strings{"TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"});
}

TEST_CASE("an unknown suite is an error that names it") {
    for (const auto* name : {"", "AES", "TLS_RSA_WITH_NOTHING", "ECDHE-RSA-AES256-GCM-SHA384"}) {
        const auto suites = parse_cipher_suites({name});
        REQUIRE_FALSE(suites.has_value());
        CHECK_THAT(suites.error(), barograph::test::StartsWith("\"" + std::string(name) + "\""));
    }
}

} // namespace cipher_suites_test

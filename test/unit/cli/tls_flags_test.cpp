#include "test/support/catch.hpp"
#include "test/unit/cli/parsing.hpp"

namespace tls_flags_test {

using namespace barograph;
using strings = std::vector<std::string>;

namespace {

strings with_config(strings flags) {
    flags.insert(flags.begin(), "--config=rules.yaml");
    return flags;
}

cli::serve_options parsed(strings flags) {
    return test::options_of(with_config(std::move(flags)));
}

std::string refusal(strings flags) {
    return test::refusal_of(with_config(std::move(flags)));
}

} // namespace

TEST_CASE("the least TLS version is named as Go names it; older ones than 1.2 are taken with a warning") {
    CHECK(parsed({}).tls_min_version == net::tls_version::v1_2);
    CHECK(parsed({"--tls-min-version=VersionTLS13"}).tls_min_version == net::tls_version::v1_3);
    const auto old = parsed({"--tls-min-version=VersionTLS10"});
    CHECK(old.tls_min_version == net::tls_version::v1_2);
    REQUIRE(old.warnings.size() == 1);
    CHECK_THAT(old.warnings.front(), test::ContainsSubstring("TLS 1.2 is the oldest"));
    CHECK_THAT(refusal({"--tls-min-version=1.3"}),
               test::ContainsSubstring("expected VersionTLS12 or VersionTLS13"));
}

TEST_CASE("cipher suites are named as Go names them; weak ones are taken with a warning") {
    const auto options = parsed({"--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,"
                                 "TLS_RSA_WITH_AES_128_GCM_SHA256"});
    CHECK(options.tls_cipher_suites.cipher_list == "ECDHE-RSA-AES128-GCM-SHA256:AES128-GCM-SHA256");
    REQUIRE(options.warnings.size() == 1);
    CHECK_THAT(options.warnings.front(), test::ContainsSubstring("TLS_RSA_WITH_AES_128_GCM_SHA256"));
    CHECK_THAT(refusal({"--tls-cipher-suites=RC4"}), test::ContainsSubstring("\"RC4\" is no cipher suite"));
}

TEST_CASE("groups for key exchange are given by number; one that OpenSSL lacks is left out with a warning") {
    CHECK(parsed({}).tls_groups.list.empty());
    CHECK(parsed({"--tls-curve-preferences=29,23"}).tls_groups.list == "X25519:P-256");
    const auto options = parsed({"--tls-curve-preferences=4588,29"});
    REQUIRE(options.warnings.size() == options.tls_groups.missing.size());
    for (const auto& warning : options.warnings) {
        CHECK_THAT(warning, test::ContainsSubstring("no X25519MLKEM768"));
    }
    CHECK_THAT(refusal({"--tls-curve-preferences=1"}), test::ContainsSubstring("\"1\" is no group"));
}

TEST_CASE("certificates for names are a pair of files each, with or without the names") {
    const auto options =
        parsed({"--tls-sni-cert-key=a.crt,a.key", "--tls-sni-cert-key", "b.crt,b.key:b.example,*.c.example"});
    REQUIRE(options.tls_sni_cert_key.size() == 2);
    CHECK(options.tls_sni_cert_key[0].certificate_file == "a.crt");
    CHECK(options.tls_sni_cert_key[0].key_file == "a.key");
    CHECK(options.tls_sni_cert_key[0].names.empty());
    CHECK(options.tls_sni_cert_key[1].certificate_file == "b.crt");
    CHECK(options.tls_sni_cert_key[1].names == strings{"b.example", "*.c.example"});
    CHECK_THAT(refusal({"--tls-sni-cert-key=a.crt"}), test::ContainsSubstring("expected CERTIFICATE,KEY"));
}

} // namespace tls_flags_test

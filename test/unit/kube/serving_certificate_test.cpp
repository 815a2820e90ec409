#include "kube/serving_certificate.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"

namespace serving_certificate_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::certificate;
using test::ContainsSubstring;

namespace {

constexpr const char* name = "barograph.monitoring.svc";

certificate leaf_of(const certificate& issuer, const std::string& names = "DNS:barograph.monitoring.svc",
                    std::chrono::seconds not_after = 1h, const std::string& usage = "serverAuth") {
    return certificate({.common_name = name,
                        .issuer = &issuer,
                        .extended_key_usage = usage,
                        .alternative_names = names,
                        .not_after = not_after});
}

kube::serving_verdict judge(const certificate& leaf, const std::string& bundle) {
    auto verdict = kube::judge_serving_certificate(leaf.pem(), bundle, name);
    REQUIRE(verdict.has_value());
    return std::move(*verdict);
}

} // namespace

TEST_CASE("a certificate of the bundle's CA for the Service's name is good, with its issuer and its end") {
    const certificate ca({.common_name = "serving-ca", .is_ca = true, .not_after = 24h});
    const certificate other({.common_name = "other", .is_ca = true});
    const auto verdict = judge(leaf_of(ca, "DNS:a,DNS:barograph.monitoring.svc"), other.pem() + ca.pem());
    CHECK_FALSE(verdict.distrust.has_value());
    CHECK(verdict.is_named);
    CHECK(verdict.leaf.issuer == "CN=serving-ca");
    CHECK(verdict.leaf.dns_names == std::vector<std::string>{"a", "barograph.monitoring.svc"});
    CHECK(verdict.valid_until > std::chrono::system_clock::now() + 59min);
    CHECK(verdict.valid_until < std::chrono::system_clock::now() + 61min);
}

TEST_CASE("a certificate holds no longer than the CA that verifies it") {
    const certificate ca({.common_name = "serving-ca", .is_ca = true, .not_after = 10min});
    CHECK(judge(leaf_of(ca), ca.pem()).valid_until < std::chrono::system_clock::now() + 11min);
}

TEST_CASE("a CA that did not issue the certificate does not verify it") {
    const certificate ca({.common_name = "serving-ca", .is_ca = true});
    const certificate namesake({.common_name = "serving-ca", .is_ca = true});
    CHECK(judge(leaf_of(ca), namesake.pem()).distrust == "no CA in it issued the certificate");
    CHECK_FALSE(judge(leaf_of(ca), namesake.pem() + ca.pem()).distrust.has_value());
    CHECK_THAT(*judge(leaf_of(ca), "").distrust, ContainsSubstring("is empty"));
}

TEST_CASE("a certificate that has expired, or is for clients only, is not verified") {
    const certificate ca({.common_name = "serving-ca", .is_ca = true});
    CHECK_THAT(*judge(leaf_of(ca, "DNS:x", -1min), ca.pem()).distrust, ContainsSubstring("expired"));
    CHECK(judge(leaf_of(ca, "DNS:x", 1h, "clientAuth"), ca.pem()).distrust.has_value());
}

TEST_CASE("only an alternative name makes a certificate one for the Service") {
    const certificate ca({.common_name = "serving-ca", .is_ca = true});
    CHECK_FALSE(judge(leaf_of(ca, "DNS:localhost"), ca.pem()).is_named);
    CHECK(judge(leaf_of(ca, "DNS:*.monitoring.svc"), ca.pem()).is_named);
    CHECK_FALSE(judge(leaf_of(ca, ""), ca.pem()).is_named);
}

TEST_CASE("texts without certificates are an error that names which") {
    const certificate ca({.common_name = "serving-ca", .is_ca = true});
    const auto no_chain = kube::judge_serving_certificate("", ca.pem(), name);
    REQUIRE_FALSE(no_chain.has_value());
    CHECK_THAT(no_chain.error(), ContainsSubstring("what the server shows holds no PEM certificate"));
    const auto no_bundle = kube::judge_serving_certificate(leaf_of(ca).pem(), "rubbish", name);
    REQUIRE_FALSE(no_bundle.has_value());
    CHECK_THAT(no_bundle.error(), ContainsSubstring("the CA bundle holds no PEM certificate"));
    const auto broken = ca.pem().substr(0, 100) + "\n-----END CERTIFICATE-----\n";
    CHECK_THAT(kube::judge_serving_certificate(leaf_of(ca).pem(), ca.pem() + broken, name).error(),
               ContainsSubstring("not valid PEM at certificate 2"));
}

} // namespace serving_certificate_test

#include "kube/certificate_verifier.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"

#include <openssl/err.h>

namespace certificate_verifier_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::certificate;
using test::ContainsSubstring;
using strings = std::vector<std::string>;

namespace {

const certificate& ca() {
    static const certificate made({.common_name = "ca", .is_ca = true});
    return made;
}

kube::certificate_verifier trusting(const std::string& pem) {
    auto verifier = kube::certificate_verifier::create(pem);
    REQUIRE(verifier.has_value());
    return *verifier;
}

std::string refusal(const kube::certificate_verifier& verifier, const certificate& leaf,
                    const std::vector<certificate>& chain = {}) {
    const auto verdict = verifier.verify(leaf.handle(), test::certificate_chain(chain).handle());
    REQUIRE_FALSE(verdict.has_value());
    return verdict.error();
}

} // namespace

TEST_CASE("a client certificate of the CA gives its CN and its O's") {
    const certificate leaf(
        {.common_name = "front-proxy-client", .organizations = {"system:masters", "dev"}, .issuer = &ca()});
    const auto identity = trusting(ca().pem()).verify(leaf.handle(), nullptr);
    REQUIRE(identity.has_value());
    CHECK(identity->common_name == "front-proxy-client");
    CHECK(identity->organizations == strings{"system:masters", "dev"});
}

TEST_CASE("a certificate's name may be missing or hold any character") {
    const certificate nameless({.common_name = "", .organizations = {"o"}, .issuer = &ca()});
    const auto nobody = trusting(ca().pem()).verify(nameless.handle(), nullptr);
    REQUIRE(nobody.has_value());
    CHECK(nobody->common_name.empty());

    const std::string with_nul("admin\0.evil", 11);
    const certificate odd({.common_name = with_nul, .issuer = &ca()});
    const auto identity = trusting(ca().pem()).verify(odd.handle(), nullptr);
    REQUIRE(identity.has_value());
    CHECK(identity->common_name == with_nul);
}

TEST_CASE("a certificate is good from its first second to its last") {
    const certificate leaf({.common_name = "c", .issuer = &ca(), .not_before = -10min, .not_after = 10min});
    const auto verifier = trusting(ca().pem());
    const auto now = std::chrono::system_clock::now();
    CHECK(verifier.verify(leaf.handle(), nullptr, now).has_value());
    CHECK(verifier.verify(leaf.handle(), nullptr, now - 9min).has_value());
    CHECK(verifier.verify(leaf.handle(), nullptr, now + 9min).has_value());

    const auto early = verifier.verify(leaf.handle(), nullptr, now - 11min);
    REQUIRE_FALSE(early.has_value());
    CHECK_THAT(early.error(), ContainsSubstring("not yet valid"));
    const auto late = verifier.verify(leaf.handle(), nullptr, now + 11min);
    REQUIRE_FALSE(late.has_value());
    CHECK_THAT(late.error(), ContainsSubstring("expired"));
}

TEST_CASE("an expired certificate, and one not yet valid, are refused now") {
    const auto verifier = trusting(ca().pem());
    const certificate old({.common_name = "c", .issuer = &ca(), .not_before = -2h, .not_after = -1s});
    CHECK_THAT(refusal(verifier, old), ContainsSubstring("expired"));
    const certificate young({.common_name = "c", .issuer = &ca(), .not_before = 1min, .not_after = 1h});
    CHECK_THAT(refusal(verifier, young), ContainsSubstring("not yet valid"));
}

TEST_CASE("a certificate holds until the first of its chain expires") {
    const certificate short_lived({.common_name = "i", .issuer = &ca(), .is_ca = true, .not_after = 10min});
    const certificate leaf({.common_name = "c", .issuer = &short_lived});
    const auto identity =
        trusting(ca().pem()).verify(leaf.handle(), test::certificate_chain({short_lived}).handle());
    REQUIRE(identity.has_value());
    const auto left = identity->valid_until - std::chrono::system_clock::now();
    CHECK(left <= 10min);
    CHECK(left > 9min);

    const certificate forever_ca(
        {.common_name = "ca", .is_ca = true, .not_after = std::chrono::hours(24 * 365 * 2000)});
    const certificate forever(
        {.common_name = "c", .issuer = &forever_ca, .not_after = std::chrono::hours(24 * 365 * 1000)});
    const auto far = trusting(forever_ca.pem()).verify(forever.handle(), nullptr);
    REQUIRE(far.has_value());
    CHECK(far->valid_until > std::chrono::system_clock::now() + std::chrono::hours(24 * 365 * 100));
}

TEST_CASE("a certificate of another CA is refused, whatever that calls itself") {
    const std::string name = GENERATE("ca", "other");
    const bool identifiers = GENERATE(true, false);
    const certificate other({.common_name = name, .is_ca = true, .key_identifiers = identifiers});
    const certificate leaf(
        {.common_name = "front-proxy-client", .issuer = &other, .key_identifiers = identifiers});
    const auto verifier = trusting(ca().pem());
    refusal(verifier, leaf);
    // Nor does it help to send that CA along.
    refusal(verifier, leaf, {other});
}

TEST_CASE("a self-signed certificate, and none at all, are refused") {
    const auto verifier = trusting(ca().pem());
    const certificate self_signed({.common_name = "front-proxy-client"});
    refusal(verifier, self_signed);
    CHECK(verifier.verify(nullptr, nullptr).error() == "no client certificate was shown");
}

TEST_CASE("a certificate for another use is refused") {
    const auto verifier = trusting(ca().pem());
    const certificate server({.common_name = "c", .issuer = &ca(), .extended_key_usage = "serverAuth"});
    CHECK_THAT(refusal(verifier, server), ContainsSubstring("purpose"));
    const certificate both(
        {.common_name = "c", .issuer = &ca(), .extended_key_usage = "serverAuth,clientAuth"});
    CHECK(verifier.verify(both.handle(), nullptr).has_value());
    const certificate any({.common_name = "c", .issuer = &ca(), .extended_key_usage = ""});
    CHECK(verifier.verify(any.handle(), nullptr).has_value());
}

TEST_CASE("a certificate that is no CA's can't issue others") {
    const certificate client({.common_name = "c", .issuer = &ca()});
    const certificate forged({.common_name = "system:admin", .issuer = &client});
    refusal(trusting(ca().pem()), forged, {client});
}

TEST_CASE("intermediates come from the peer, or stand in the bundle") {
    const certificate intermediate({.common_name = "intermediate", .issuer = &ca(), .is_ca = true});
    const certificate leaf({.common_name = "c", .issuer = &intermediate});
    CHECK(trusting(ca().pem())
              .verify(leaf.handle(), test::certificate_chain({intermediate}).handle())
              .has_value());
    CHECK(trusting(intermediate.pem()).verify(leaf.handle(), nullptr).has_value());
    refusal(trusting(ca().pem()), leaf);
}

TEST_CASE("an expired intermediate, and an expired CA, are refused") {
    const certificate intermediate(
        {.common_name = "i", .issuer = &ca(), .is_ca = true, .not_before = -2h, .not_after = -1s});
    const certificate leaf({.common_name = "c", .issuer = &intermediate});
    CHECK_THAT(refusal(trusting(ca().pem()), leaf, {intermediate}), ContainsSubstring("expired"));
    CHECK_THAT(refusal(trusting(intermediate.pem()), leaf), ContainsSubstring("expired"));
}

TEST_CASE("during a rotation every CA of the bundle counts, also when they share a name") {
    const std::string name = GENERATE("ca", "next-ca");
    const bool identifiers = GENERATE(true, false);
    const certificate before({.common_name = "ca", .is_ca = true, .key_identifiers = identifiers});
    const certificate after({.common_name = name, .is_ca = true, .key_identifiers = identifiers});
    const certificate old_client({.common_name = "c", .issuer = &before, .key_identifiers = identifiers});
    const certificate new_client({.common_name = "c", .issuer = &after, .key_identifiers = identifiers});

    const auto verifier = trusting(before.pem() + after.pem());
    CHECK(verifier.size() == 2);
    CHECK(verifier.verify(old_client.handle(), nullptr).has_value());
    CHECK(verifier.verify(new_client.handle(), nullptr).has_value());

    // The reason is that of the CA which the certificate comes from.
    for (const auto* issuer : {&before, &after}) {
        const certificate expired({.common_name = "c",
                                   .issuer = issuer,
                                   .not_before = -2h,
                                   .not_after = -1s,
                                   .key_identifiers = identifiers});
        CHECK_THAT(refusal(verifier, expired), ContainsSubstring("expired"));
    }
}

TEST_CASE("weak keys and signatures are refused") {
    const auto verifier = trusting(ca().pem());
    const certificate small_key({.common_name = "c", .issuer = &ca(), .rsa_bits = 1024});
    CHECK_THAT(refusal(verifier, small_key), ContainsSubstring("key too weak"));
    const certificate sha1({.common_name = "c", .issuer = &ca(), .digest = "SHA1"});
    CHECK_THAT(refusal(verifier, sha1), ContainsSubstring("digest algorithm too weak"));
    const certificate rsa({.common_name = "c", .issuer = &ca(), .rsa_bits = 2048});
    CHECK(verifier.verify(rsa.handle(), nullptr).has_value());
}

TEST_CASE("a bundle that holds no certificate, or a broken one, is refused") {
    struct row {
        std::string pem;
        std::string expected;
    };

    const auto half = ca().pem().substr(0, ca().pem().size() / 2);
    const auto r = GENERATE_COPY(values<row>({
        {"", "no PEM certificate"},
        {"text", "no PEM certificate"},
        {ca().key_pem(), "no PEM certificate"},
        {half, "certificate 1"},
        {ca().pem() + half, "certificate 2"},
        {"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "certificate 1"},
        {"-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: "
         "AES-128-CBC,00000000000000000000000000000000\n\n"
         "AAAA\n-----END CERTIFICATE-----\n",
         "certificate 1"},
    }));
    const auto verifier = kube::certificate_verifier::create(r.pem);
    REQUIRE_FALSE(verifier.has_value());
    CHECK_THAT(verifier.error(), ContainsSubstring(r.expected));
}

TEST_CASE("comments and other PEM blocks around the CAs are skipped") {
    CHECK(trusting("# front proxy\n" + ca().pem() + ca().key_pem() + "\n\n# end\n").size() == 1);
}

TEST_CASE("nothing is left in OpenSSL's error queue, where the next TLS operation would find it") {
    const auto verifier = trusting(ca().pem());
    refusal(verifier, certificate({.common_name = "c"}));
    CHECK_FALSE(kube::certificate_verifier::create("x").has_value());
    CHECK(ERR_peek_error() == 0);
}

TEST_CASE("a chain has at most eight certificates between the CA and the client's own") {
    const auto chain_of = [](std::size_t length) {
        std::vector<certificate> chain;
        chain.reserve(length);
        for (std::size_t i = 0; i < length; ++i) {
            chain.push_back(certificate({.common_name = "i" + std::to_string(i),
                                         .issuer = i == 0 ? &ca() : &chain.back(),
                                         .is_ca = true}));
        }
        return chain;
    };
    const auto verifier = trusting(ca().pem());
    const auto longest = chain_of(8);
    const certificate near({.common_name = "c", .issuer = &longest.back()});
    CHECK(verifier.verify(near.handle(), test::certificate_chain(longest).handle()).has_value());
    const auto longer = chain_of(9);
    const certificate far({.common_name = "c", .issuer = &longer.back()});
    refusal(verifier, far, longer);
}

TEST_CASE("of several CAs the reason is told that says most, wherever it comes") {
    const certificate other({.common_name = "other", .is_ca = true});
    const certificate same_name({.common_name = "ca", .is_ca = true});
    const certificate expired({.common_name = "c", .issuer = &ca(), .not_before = -2h, .not_after = -1s});
    for (const auto& bundle : {ca().pem() + other.pem(), other.pem() + ca().pem(),
                               same_name.pem() + ca().pem(), ca().pem() + same_name.pem()}) {
        CHECK_THAT(refusal(trusting(bundle), expired), ContainsSubstring("expired"));
        CHECK_THAT(refusal(trusting(bundle), expired, {other}), ContainsSubstring("expired"));
    }
    const certificate third({.common_name = "third", .is_ca = true});
    const certificate of_third({.common_name = "c", .issuer = &third});
    CHECK_THAT(refusal(trusting(ca().pem() + other.pem()), of_third, {third}),
               ContainsSubstring("self-signed"));
    const certificate self_signed({.common_name = "c"});
    CHECK_THAT(refusal(trusting(ca().pem() + other.pem()), self_signed), ContainsSubstring("self-signed"));
}

TEST_CASE("a certificate holds no longer than it says, however long its CA does") {
    const certificate leaf({.common_name = "c", .issuer = &ca(), .not_after = 10min});
    const auto identity = trusting(ca().pem()).verify(leaf.handle(), nullptr);
    REQUIRE(identity.has_value());
    CHECK(identity->valid_until <= std::chrono::system_clock::now() + 10min);
}

} // namespace certificate_verifier_test

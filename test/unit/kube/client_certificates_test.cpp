#include "kube/client_certificates.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"

#include <openssl/sha.h>
#include <openssl/x509.h>

#include <array>
#include <cstdio>

namespace client_certificates_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::certificate;
using test::ContainsSubstring;

namespace {

class settable_source final : public kube::client_ca_source {
public:
    [[nodiscard]] std::shared_ptr<const std::string> current_client_ca() const override { return ca; }

    void set(const std::string& pem) { ca = std::make_shared<const std::string>(pem); }

    std::shared_ptr<const std::string> ca;
};

struct fixture {
    fixture() { source.set(ca.pem()); }

    // One request over the same connection.
    kube::client_certificates::identity ask(const certificate& shown) {
        return users.authenticate(peer, shown.handle(), nullptr);
    }

    certificate ca{{.common_name = "ca", .is_ca = true}};
    certificate eve{{.common_name = "eve", .organizations = {"dev", "ops"}, .issuer = &ca}};
    std::chrono::system_clock::time_point now = std::chrono::system_clock::now();
    settable_source source;
    kube::client_certificates users{source, [this] { return now; }};
    kube::client_certificates::verdict peer;
};

} // namespace

TEST_CASE_METHOD(fixture, "a certificate is a user's: CN the name, O's the groups") {
    const auto user = ask(eve);
    REQUIRE(user.has_value());
    REQUIRE(user->has_value());
    CHECK((*user)->name == "eve");
    CHECK((*user)->groups == std::vector<std::string>{"dev", "ops"});
    const auto& id = (*user)->extra.at("authentication.kubernetes.io/credential-id");
    REQUIRE(id.size() == 1);
    CHECK_THAT(id[0], test::StartsWith("X509SHA256="));
    CHECK(id[0].size() == 11 + 64);
}

TEST_CASE_METHOD(fixture, "without a certificate, without a CA or without a name nobody is named") {
    CHECK(users.authenticate(peer, nullptr, nullptr) == std::nullopt);
    const certificate nameless({.common_name = {}, .organizations = {"dev"}, .issuer = &ca});
    CHECK(ask(nameless) == std::nullopt);
    source.ca = nullptr;
    peer = {};
    CHECK(ask(eve) == std::nullopt);
}

TEST_CASE_METHOD(fixture, "a refusal is looked at again after a second") {
    const certificate early({.common_name = "eve", .issuer = &ca, .not_before = 1min, .not_after = 30min});
    CHECK_FALSE(ask(early).has_value());
    CHECK(peer.judged_until == now + 1s);
    now += 2min;
    const auto user = ask(early);
    REQUIRE(user.has_value());
    CHECK((*user)->name == "eve");
    CHECK(peer.judged_until > now + 20min);
}

TEST_CASE_METHOD(fixture, "a certificate that is not sound is refused with its reason") {
    const certificate other({.common_name = "ca", .is_ca = true});
    SECTION("of another CA of the same name") {
        CHECK_FALSE(ask(certificate({.common_name = "eve", .issuer = &other})).has_value());
    }
    SECTION("signed by itself") {
        CHECK_FALSE(ask(certificate({.common_name = "eve"})).has_value());
    }
    SECTION("expired") {
        const auto refused =
            ask(certificate({.common_name = "eve", .issuer = &ca, .not_before = -2h, .not_after = -1h}));
        REQUIRE_FALSE(refused.has_value());
        CHECK_THAT(refused.error(), ContainsSubstring("expired"));
    }
    SECTION("not yet valid") {
        CHECK_FALSE(ask(certificate({.common_name = "eve", .issuer = &ca, .not_before = 1h, .not_after = 2h}))
                        .has_value());
    }
    SECTION("for servers only") {
        CHECK_FALSE(
            ask(certificate({.common_name = "eve", .issuer = &ca, .extended_key_usage = "serverAuth"}))
                .has_value());
    }
}

TEST_CASE_METHOD(fixture, "the verdict ends with the certificate's validity and with the CAs it came from") {
    REQUIRE(ask(eve)->has_value());
    SECTION("validity") {
        now += 1h + 1s;
        CHECK_FALSE(ask(eve).has_value());
    }
    SECTION("the CAs") {
        const certificate next({.common_name = "next", .is_ca = true});
        source.set(next.pem() + ca.pem());
        CHECK(ask(eve)->has_value());
        source.set(next.pem());
        CHECK_FALSE(ask(eve).has_value());
    }
    SECTION("no CA any more") {
        source.ca = nullptr;
        CHECK(ask(eve) == std::nullopt);
    }
}

TEST_CASE_METHOD(fixture, "a certificate that becomes valid counts over a connection that is kept") {
    const certificate early({.common_name = "eve", .issuer = &ca, .not_before = 10s});
    CHECK_FALSE(ask(early).has_value());
    now += 12s;
    CHECK(ask(early)->has_value());
}

TEST_CASE_METHOD(fixture, "the verdict is kept: the certificate is not judged with each request") {
    REQUIRE(ask(eve)->has_value());
    // Another certificate over the same connection cannot be; so this shows that it was not looked at.
    const certificate stranger({.common_name = "mallory"});
    CHECK((*ask(stranger))->name == "eve");
}

TEST_CASE_METHOD(fixture, "the credential's id is the SHA-256 of the certificate as it was sent") {
    const int size = i2d_X509(eve.handle(), nullptr);
    REQUIRE(size > 0);
    std::vector<unsigned char> sent(static_cast<std::size_t>(size));
    auto* into = sent.data();
    REQUIRE(i2d_X509(eve.handle(), &into) == size);
    std::string expected = "X509SHA256=";
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(sent.data(), sent.size(), digest.data());
    for (const auto byte : digest) {
        std::array<char, 3> text{};
        std::snprintf(text.data(), text.size(), "%02x", byte);
        expected += text.data();
    }
    const auto user = ask(eve);
    REQUIRE((user && *user));
    CHECK((*user)->extra.at("authentication.kubernetes.io/credential-id") == std::vector{expected});
}

TEST_CASE_METHOD(fixture, "CAs that were accepted and can't be read any more are nobody's") {
    REQUIRE(ask(eve)->has_value());
    source.set("no CA");
    CHECK(ask(eve) == std::nullopt);
    source.set(ca.pem());
    CHECK(ask(eve)->has_value());
}

TEST_CASE_METHOD(fixture, "a refusal counts for a second, and not for longer") {
    const certificate stranger({.common_name = "mallory"});
    CHECK_FALSE(ask(stranger).has_value());
    now += 1s - 1ns;
    CHECK_FALSE(ask(eve).has_value()); // not looked at
    now += 1ns;
    CHECK(ask(eve)->has_value());
}

} // namespace client_certificates_test

#include "kube/front_proxy.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"

namespace front_proxy_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::certificate;

namespace {

class settable_source final : public kube::request_header_source {
public:
    [[nodiscard]] std::shared_ptr<const kube::request_header_config> current() const override {
        return config_;
    }

    void withdraw() { config_ = nullptr; }

    void set(const std::string& ca_pem) {
        config_ = std::make_shared<kube::request_header_config>(
            kube::request_header_config{.client_ca_pem = ca_pem,
                                        .allowed_names = {"front-proxy-client"},
                                        .username_headers = {"X-Remote-User"},
                                        .group_headers = {},
                                        .extra_headers_prefixes = {},
                                        .uid_headers = {},
                                        .cluster_client_ca_pem = {}});
    }

private:
    std::shared_ptr<const kube::request_header_config> config_;
};

struct fixture {
    fixture()
        : ca({.common_name = "ca", .is_ca = true}),
          client({.common_name = "front-proxy-client", .issuer = &ca}) {
        source.set(ca.pem());
    }

    // One request over the same connection.
    std::optional<kube::user_info> ask(const certificate& shown) {
        return proxy.authenticate(peer, shown.handle(), nullptr,
                                  [](const kube::header_visitor& visit) { visit("X-Remote-User", "eve"); });
    }

    certificate ca;
    certificate client;
    std::chrono::system_clock::time_point now = std::chrono::system_clock::now();
    settable_source source;
    kube::front_proxy proxy{source, [this] { return now; }};
    kube::front_proxy::verdict peer;
};

} // namespace

TEST_CASE_METHOD(fixture, "a refusal of the front proxy is looked at again after a second") {
    const certificate early(
        {.common_name = "front-proxy-client", .issuer = &ca, .not_before = 1min, .not_after = 30min});
    CHECK_FALSE(ask(early).has_value());
    CHECK_FALSE(peer.refusal.empty());
    CHECK(peer.judged_until == now + 1s);
    now += 2min;
    CHECK(ask(early).has_value());
    CHECK(peer.refusal.empty());
    CHECK(peer.judged_until > now + 20min);
}

TEST_CASE_METHOD(fixture, "nothing of a verdict is left when no CA is configured any more") {
    CHECK_FALSE(ask(certificate({.common_name = "somebody", .issuer = &ca})).has_value());
    CHECK_FALSE(peer.refusal.empty());
    source.set("no CA");
    CHECK_FALSE(ask(client).has_value());
    CHECK(peer.refusal.empty());
    CHECK(peer.judged_by == nullptr);
    CHECK_FALSE(peer.verified_name.has_value());
}

TEST_CASE_METHOD(fixture, "the front proxy's certificate lets it speak for its users") {
    const auto user = ask(client);
    REQUIRE(user.has_value());
    CHECK(user->name == "eve");
    CHECK(ask(client).has_value());
}

TEST_CASE_METHOD(fixture, "a certificate that is not the front proxy's, or none, does not") {
    const certificate other_name({.common_name = "eve", .issuer = &ca});
    CHECK_FALSE(ask(other_name).has_value());
    peer = {};
    const certificate self_signed({.common_name = "front-proxy-client"});
    CHECK_FALSE(ask(self_signed).has_value());
    peer = {};
    CHECK_FALSE(proxy
                    .authenticate(peer, nullptr, nullptr,
                                  [](const kube::header_visitor& visit) { visit("X-Remote-User", "eve"); })
                    .has_value());
}

TEST_CASE("while no configuration is known, nobody is the front proxy") {
    const certificate ca({.common_name = "ca", .is_ca = true});
    const certificate client({.common_name = "front-proxy-client", .issuer = &ca});
    settable_source source;
    kube::front_proxy proxy(source);
    kube::front_proxy::verdict peer;
    const auto ask = [&] {
        return proxy.authenticate(peer, client.handle(), nullptr,
                                  [](const kube::header_visitor& visit) { visit("X-Remote-User", "eve"); });
    };
    CHECK_FALSE(ask().has_value());
    source.set(ca.pem());
    CHECK(ask().has_value());
}

TEST_CASE_METHOD(fixture, "a changed CA counts on kept connections too, both ways") {
    REQUIRE(ask(client).has_value());
    const certificate next({.common_name = "ca", .is_ca = true});
    source.set(next.pem());
    CHECK_FALSE(ask(client).has_value());
    source.set(next.pem() + ca.pem());
    CHECK(ask(client).has_value());
}

TEST_CASE_METHOD(fixture, "a certificate that expires during its connection no longer counts") {
    REQUIRE(ask(client).has_value());
    now += 59min;
    CHECK(ask(client).has_value());
    now += 2min;
    CHECK_FALSE(ask(client).has_value());
}

TEST_CASE_METHOD(fixture, "a certificate that becomes valid during its connection counts from then on") {
    const certificate young({.common_name = "front-proxy-client", .issuer = &ca, .not_before = 1min});
    CHECK_FALSE(ask(young).has_value());
    now += 2min;
    CHECK(ask(young).has_value());
}

TEST_CASE_METHOD(fixture, "when the configuration is withdrawn nobody is the front proxy") {
    REQUIRE(ask(client).has_value());
    source.withdraw();
    CHECK_FALSE(ask(client).has_value());
    CHECK(peer.judged_by == nullptr);
    source.set(ca.pem());
    CHECK(ask(client).has_value());
}

TEST_CASE_METHOD(fixture,
                 "the verdict on a front proxy is kept: its certificate is not judged with each request") {
    REQUIRE(ask(client).has_value());
    // Another certificate over the same connection cannot be; so this shows that it was not looked at.
    CHECK(ask(certificate({.common_name = "mallory"})).has_value());
    peer = {};
    CHECK_FALSE(ask(certificate({.common_name = "mallory"})).has_value());
    now += 1s - 1ns;
    CHECK_FALSE(ask(client).has_value()); // not looked at
    now += 1ns;
    CHECK(ask(client).has_value());
}

TEST_CASE_METHOD(fixture, "whoever is not allowed to speak for others is told why") {
    CHECK_FALSE(ask(certificate({.common_name = "eve", .issuer = &ca})).has_value());
    CHECK(peer.refusal == "the client certificate's name is not one of the front proxy's");
}

} // namespace front_proxy_test

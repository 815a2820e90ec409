#include "test/unit/server/authentication_fixture.hpp"

namespace authentication_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::anonymous;
using test::certificate;
using test::ContainsSubstring;
using test::StartsWith;
using fixture = test::authentication_fixture;
using header = std::vector<std::pair<std::string, std::string>>;

namespace {

const header says_eve{{"X-Remote-User", "eve"},
                      {"X-Remote-Group", "dev"},
                      {"X-Remote-Group", "ops"},
                      {"X-Remote-Extra-Scopes", "a"}};

certificate front_proxy_of(const certificate& ca) {
    return certificate({.common_name = "front-proxy-client", .issuer = &ca});
}

} // namespace

TEST_CASE_METHOD(fixture, "the front proxy's headers are believed, groups and extra fields too") {
    const auto shown = front_proxy_of(proxy_ca);
    CHECK(ask(&shown, says_eve) == "200 eve dev ops system:authenticated scopes=a");
}

TEST_CASE_METHOD(fixture, "without a certificate the headers say nothing") {
    CHECK(ask(nullptr, says_eve) == anonymous);
}

TEST_CASE_METHOD(fixture, "a user's certificate says who asks, whatever the headers say") {
    const certificate adam({.common_name = "adam", .organizations = {"dev", "ops"}, .issuer = &user_ca});
    CHECK_THAT(ask(&adam, says_eve), StartsWith("200 adam dev ops system:authenticated "
                                                "authentication.kubernetes.io/credential-id=X509SHA256="));
}

TEST_CASE_METHOD(fixture, "a certificate that is nobody's is refused, not anonymous") {
    const certificate other_ca({.common_name = "user-ca", .is_ca = true});
    const auto refused = [&](const certificate& shown) {
        CHECK_THAT(ask(&shown, says_eve), StartsWith("401 error: as front proxy: "));
    };
    SECTION("of another CA of the same name") {
        refused(certificate({.common_name = "front-proxy-client", .issuer = &other_ca}));
    }
    SECTION("of the front proxy's CA, for another name") {
        refused(certificate({.common_name = "eve", .issuer = &proxy_ca}));
    }
    SECTION("signed by itself") {
        refused(certificate({.common_name = "front-proxy-client"}));
    }
    SECTION("no longer valid") {
        refused(certificate({.common_name = "eve", .issuer = &user_ca, .not_before = -2h, .not_after = -1h}));
    }
    SECTION("not yet valid") {
        refused(certificate({.common_name = "eve", .issuer = &user_ca, .not_before = 1h, .not_after = 2h}));
    }
    SECTION("for servers only") {
        refused(certificate({.common_name = "eve", .issuer = &user_ca, .extended_key_usage = "serverAuth"}));
    }
    SECTION("without a name") {
        refused(certificate({.common_name = {}, .organizations = {"system:masters"}, .issuer = &user_ca}));
    }
    SECTION("the front proxy's own, for no user") {
        const auto shown = front_proxy_of(proxy_ca);
        CHECK_THAT(ask(&shown), StartsWith("401 error: as user: "));
    }
}

TEST_CASE_METHOD(fixture, "while no CA is known nobody has a certificate that counts, and that is no error") {
    const auto shown = front_proxy_of(proxy_ca);
    const auto config = trust.config;
    const auto ca = trust.ca;
    trust.config = nullptr;
    trust.ca = nullptr;
    const auto kept = server.client(&shown, says_eve);
    CHECK(ask(*kept) == anonymous);
    trust.config = config;
    trust.ca = ca;
    CHECK(ask(*kept) == "200 eve dev ops system:authenticated scopes=a");
}

TEST_CASE_METHOD(fixture, "CAs that are rotated count over a connection that is kept, old and new at once") {
    const certificate next_ca({.common_name = "front-proxy-ca", .is_ca = true});
    const auto old_proxy = front_proxy_of(proxy_ca);
    const auto new_proxy = front_proxy_of(next_ca);
    const auto by_old = server.client(&old_proxy, says_eve);
    const auto by_new = server.client(&new_proxy, says_eve);
    const auto believes = [&](net::http_client& client) {
        return ask(client) == "200 eve dev ops system:authenticated scopes=a";
    };
    CHECK(believes(*by_old));
    CHECK_FALSE(believes(*by_new));
    trust.trust_proxies_of(proxy_ca.pem() + next_ca.pem());
    CHECK(believes(*by_old));
    CHECK(believes(*by_new));
    trust.trust_proxies_of(next_ca.pem());
    CHECK_FALSE(believes(*by_old));
    CHECK(believes(*by_new));
}

TEST_CASE_METHOD(fixture, "users' CAs that are rotated count over a connection that is kept") {
    const certificate adam({.common_name = "adam", .issuer = &user_ca});
    const auto kept = server.client(&adam);
    CHECK_THAT(ask(*kept), StartsWith("200 adam "));
    const certificate next_ca({.common_name = "user-ca", .is_ca = true});
    trust.trust_users_of(next_ca.pem());
    CHECK_THAT(ask(*kept), StartsWith("401 "));
}

TEST_CASE_METHOD(fixture, "nothing behind the authentication sees who somebody says to be, true or not") {
    const auto shown = front_proxy_of(proxy_ca);
    const bool proxied = GENERATE(true, false);
    auto fields = says_eve;
    fields.emplace_back("x-remote-anything", "a");
    fields.emplace_back("X-ALIAS", "adam");
    fields.emplace_back("Authorization", "Bearer abc");
    fields.emplace_back("X-Kept", "a");
    const auto client = server.client(proxied ? &shown : nullptr, fields);
    const auto text = server.ask(*client);
    CHECK_THAT(text, StartsWith(proxied ? "200 eve " : "200 sam "));
    const auto seen = text.substr(text.find(" |"));
    CHECK_THAT(seen, !ContainsSubstring("emote") && !ContainsSubstring("uthorization") &&
                         !ContainsSubstring("ALIAS"));
    CHECK_THAT(seen, ContainsSubstring("X-Kept"));
}

TEST_CASE("without TLS no certificate counts") {
    net::asio::io_context context;
    test::settable_trust trust;
    kube::front_proxy proxy(trust);
    kube::client_certificates users(trust);
    telemetry::instruments instruments("1");
    std::vector<std::unique_ptr<server::authentication_method>> methods;
    methods.push_back(std::make_unique<server::front_proxy_method>(proxy));
    methods.push_back(std::make_unique<server::client_certificate_method>(users));
    server::authenticator_union who(std::move(methods), instruments);
    server::http::fields fields;
    fields.set("X-Remote-User", "eve");
    server::connection plain;
    const server::request question{
        .method = "GET", .path = "/", .query = "", .fields = fields, .from = plain};
    const auto user = test::run_coroutine(context, who.authenticate(question));
    REQUIRE(user.has_value());
    CHECK(*user == kube::anonymous_user());
    who.strip_credentials(fields);
    CHECK(fields.begin() == fields.end());
}

TEST_CASE_METHOD(fixture,
                 "only the front proxy's word for a user is told as one that may be believed again") {
    using server::grounds;
    const auto proxy_shown = front_proxy_of(proxy_ca);
    CHECK_THAT(ask(&proxy_shown, says_eve), StartsWith("200 eve"));
    CHECK(handler.believed == grounds::proof::front_proxy);
    handler.wants_to_know = false;
    CHECK_THAT(ask(&proxy_shown, says_eve), StartsWith("200 eve"));
    handler.wants_to_know = true;
    CHECK_THAT(ask(&proxy_shown), StartsWith("401"));
    CHECK(handler.believed == grounds::proof::none);
    const certificate adam({.common_name = "adam", .issuer = &user_ca});
    CHECK_THAT(ask(&adam, says_eve), StartsWith("200 adam"));
    CHECK(handler.believed == grounds::proof::none);
    CHECK(ask(nullptr, says_eve) == anonymous);
    CHECK(handler.believed == grounds::proof::none);
}

} // namespace authentication_test

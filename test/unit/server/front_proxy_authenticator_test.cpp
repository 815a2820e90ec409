#include "server/front_proxy_authenticator.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/unit/server/tls_listener.hpp"

using namespace barograph;
using namespace std::chrono_literals;
using test::certificate;

namespace {

// Answers with who asks: name, groups and extra fields.
class who_am_i final : public server::request_handler {
public:
    explicit who_am_i(server::authenticator& who) : who_(who) {}

    net::awaitable<server::reply> handle(const server::request& question) override {
        const auto user = co_await who_.authenticate(question);
        std::string text = user ? user->name : "error: " + user.error().message;
        if (user) {
            for (const auto& group : user->groups) {
                text += " " + group;
            }
            for (const auto& [key, values] : user->extra) {
                text += " " + key + "=" + values.front();
            }
        }
        co_return server::make_reply(200, server::text_type, std::move(text));
    }

    [[nodiscard]] server::reply refuse(unsigned status, std::string_view reason) override {
        return server::make_reply(status, server::text_type, std::string(reason));
    }

private:
    server::authenticator& who_;
};

class settable_source final : public kube::request_header_source {
public:
    [[nodiscard]] std::shared_ptr<const kube::request_header_config> current() const override {
        return config;
    }

    std::shared_ptr<const kube::request_header_config> config;
};

constexpr const char* anonymous = "system:anonymous system:unauthenticated";

// Asked by clients that show a certificate, or none, and always say that they ask for eve.
struct fixture {
    fixture() {
        source.config = std::make_shared<kube::request_header_config>(
            kube::request_header_config{.client_ca_pem = proxy_ca.pem(),
                                        .allowed_names = {"front-proxy-client"},
                                        .username_headers = {"X-Remote-User"},
                                        .group_headers = {"X-Remote-Group"},
                                        .extra_headers_prefixes = {"X-Remote-Extra-"},
                                        .uid_headers = {},
                                        .cluster_client_ca_pem = {}});
    }

    std::unique_ptr<net::http_client> client(const certificate* shown) {
        return server.client(shown, {{"X-Remote-User", "eve"},
                                     {"X-Remote-Group", "dev"},
                                     {"X-Remote-Group", "ops"},
                                     {"X-Remote-Extra-Scopes", "a"}});
    }

    std::string ask(const certificate& shown) {
        const auto one = client(&shown);
        return server.ask(*one);
    }

    net::asio::io_context context;
    certificate proxy_ca{{.common_name = "front-proxy-ca", .is_ca = true}};
    settable_source source;
    kube::front_proxy proxy{source};
    server::front_proxy_authenticator who{proxy};
    who_am_i handler{who};
    test::tls_listener server{context, handler};
};

} // namespace

TEST_CASE_METHOD(fixture, "the front proxy's headers are believed, groups and extra fields too") {
    const certificate shown({.common_name = "front-proxy-client", .issuer = &proxy_ca});
    CHECK(ask(shown) == "eve dev ops system:authenticated scopes=a");
}

TEST_CASE_METHOD(fixture, "without a certificate the headers say nothing") {
    const auto nobody = client(nullptr);
    CHECK(server.ask(*nobody) == anonymous);
}

TEST_CASE_METHOD(fixture, "with a certificate that is not the front proxy's the headers say nothing") {
    const certificate other_ca({.common_name = "front-proxy-ca", .is_ca = true});
    SECTION("of another CA of the same name") {
        CHECK(ask(certificate({.common_name = "front-proxy-client", .issuer = &other_ca})) == anonymous);
    }
    SECTION("for another name") {
        CHECK(ask(certificate({.common_name = "eve", .issuer = &proxy_ca})) == anonymous);
    }
    SECTION("signed by itself") {
        CHECK(ask(certificate({.common_name = "front-proxy-client"})) == anonymous);
    }
    SECTION("no longer valid") {
        CHECK(ask(certificate({.common_name = "front-proxy-client",
                               .issuer = &proxy_ca,
                               .not_before = -2h,
                               .not_after = -1h})) == anonymous);
    }
    SECTION("not yet valid") {
        CHECK(ask(certificate({.common_name = "front-proxy-client",
                               .issuer = &proxy_ca,
                               .not_before = 1h,
                               .not_after = 2h})) == anonymous);
    }
    SECTION("for servers only") {
        CHECK(ask(certificate({.common_name = "front-proxy-client",
                               .issuer = &proxy_ca,
                               .extended_key_usage = "serverAuth"})) == anonymous);
    }
}

TEST_CASE_METHOD(fixture, "while nothing is known of the front proxy nobody is it") {
    const certificate shown({.common_name = "front-proxy-client", .issuer = &proxy_ca});
    const auto config = source.config;
    source.config = nullptr;
    const auto kept = client(&shown);
    CHECK(server.ask(*kept) == anonymous);
    source.config = config;
    CHECK(server.ask(*kept) == "eve dev ops system:authenticated scopes=a");
}

TEST_CASE("without TLS nobody is the front proxy") {
    net::asio::io_context context;
    settable_source source;
    kube::front_proxy proxy(source);
    server::front_proxy_authenticator who(proxy);
    server::http::fields fields;
    fields.set("X-Remote-User", "eve");
    server::connection plain;
    const server::request question{
        .method = "GET", .path = "/", .query = "", .fields = fields, .from = plain};
    const auto user = test::run_coroutine(context, who.authenticate(question));
    REQUIRE(user.has_value());
    CHECK(*user == kube::anonymous_user());
}

#include "net/tls_client.hpp"
#include "net/tls_server.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/net/encrypted_key.hpp"
#include "test/unit/net/stream_pair.hpp"

#include <array>
#include <optional>

namespace tls_server_test {

using namespace barograph;
using test::certificate;
using test::ContainsSubstring;

namespace {

struct fixture {
    [[nodiscard]] net::tls_server_options options() const {
        auto result = more;
        result.main = {certificate_file, key_file};
        return result;
    }

    std::shared_ptr<net::tls_context> serving() const {
        auto settings = net::create_tls_server(options());
        REQUIRE(settings.has_value());
        return settings->context;
    }

    std::string refusal() const {
        const auto settings = net::create_tls_server(options());
        REQUIRE_FALSE(settings.has_value());
        return settings.error();
    }

    std::shared_ptr<net::tls_context> client() const {
        auto made = net::tls_client::create(client_options);
        REQUIRE(made.has_value());
        return made->current();
    }

    test::handshake shake(std::shared_ptr<net::tls_context> with) {
        ends.emplace(test::connected(context));
        return test::begin_tls(context, *ends, std::move(with), serving());
    }

    net::asio::io_context context;
    test::temporary_folder folder;
    certificate ca{{.common_name = "ca", .is_ca = true}};
    certificate own{
        {.issuer = &ca, .extended_key_usage = "serverAuth", .alternative_names = "DNS:localhost"}};
    std::string certificate_file = folder.write("tls.crt", own.pem());
    std::string key_file = folder.write("tls.key", own.key_pem());
    net::tls_client_options client_options{.ca = {.file = {}, .text = ca.pem()}};
    std::optional<test::stream_pair> ends;
    net::tls_server_options more; ///< but for the main pair
};

} // namespace

TEST_CASE_METHOD(fixture, "a client certificate is asked for but not demanded, and not judged") {
    SECTION("none") {
        REQUIRE_FALSE(shake(client()).server);
        CHECK(SSL_get0_peer_certificate(ends->server.tls_handle()) == nullptr);
    }
    SECTION("of a CA that the server never heard of, and out of date") {
        const certificate stranger({.common_name = "stranger", .not_after = -std::chrono::minutes(1)});
        client_options.certificate.text = stranger.pem();
        client_options.key.text = stranger.key_pem();
        REQUIRE_FALSE(shake(client()).server);
        const auto* seen = SSL_get0_peer_certificate(ends->server.tls_handle());
        REQUIRE(seen != nullptr);
        CHECK(X509_cmp(seen, stranger.handle()) == 0);
    }
}

TEST_CASE_METHOD(fixture, "TLS 1.2 and 1.3 are served, older versions refused") {
    struct row {
        int version;
        bool served;
    };

    const auto given = GENERATE(row{TLS1_VERSION, false}, row{TLS1_1_VERSION, false},
                                row{TLS1_2_VERSION, true}, row{TLS1_3_VERSION, true});
    auto settings = client();
    // Without this OpenSSL itself would not offer the old versions, and the server would not be what refuses.
    SSL_CTX_set_security_level(settings->native_handle(), 0);
    SSL_CTX_set_min_proto_version(settings->native_handle(), given.version);
    SSL_CTX_set_max_proto_version(settings->native_handle(), given.version);
    const auto done = shake(settings);
    INFO(given.version << ": " << done.server.message());
    CHECK(!done.server == given.served);
    CHECK(!done.client == given.served);
}

TEST_CASE_METHOD(fixture, "TLS 1.2 is served with forward secrecy and authenticated encryption only") {
    auto settings = client();
    SSL_CTX_set_security_level(settings->native_handle(), 0);
    SSL_CTX_set_max_proto_version(settings->native_handle(), TLS1_2_VERSION);

    struct row {
        const char* suite;
        bool served;
    };

    const auto given =
        GENERATE(row{"ECDHE-ECDSA-AES128-GCM-SHA256", true}, row{"ECDHE-ECDSA-AES256-GCM-SHA384", true},
                 row{"ECDHE-ECDSA-CHACHA20-POLY1305", true}, row{"ECDHE-ECDSA-AES128-SHA", false},
                 row{"ECDHE-ECDSA-AES128-SHA256", false}, row{"ECDHE-ECDSA-AES128-CCM", false});
    INFO(given.suite);
    REQUIRE(SSL_CTX_set_cipher_list(settings->native_handle(), given.suite) == 1);
    CHECK(!shake(settings).server == given.served);
}

TEST_CASE_METHOD(fixture, "a session is never resumed") {
    auto settings = client();
    SSL_CTX_set_session_cache_mode(settings->native_handle(), SSL_SESS_CACHE_CLIENT);
    SSL_CTX_set_max_proto_version(settings->native_handle(), GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    REQUIRE_FALSE(shake(settings).server);
    // Tickets of TLS 1.3 come with the first bytes.
    CHECK_FALSE(test::run_coroutine(context, ends->server.write("x")));
    std::array<char, 8> chunk{};
    CHECK(test::run_coroutine(context, ends->client.read_some(std::span<char>(chunk))).has_value());
    const auto* session = SSL_get0_session(ends->client.tls_handle());
    REQUIRE(session != nullptr);
    CHECK(SSL_SESSION_is_resumable(session) == 0);
}

TEST_CASE_METHOD(fixture, "the chain that the file holds is sent whole") {
    const certificate intermediate({.common_name = "intermediate", .issuer = &ca, .is_ca = true});
    own = certificate(
        {.issuer = &intermediate, .extended_key_usage = "serverAuth", .alternative_names = "DNS:localhost"});
    folder.write("tls.crt", own.pem() + intermediate.pem());
    folder.write("tls.key", own.key_pem());
    CHECK_FALSE(shake(client()).client);
}

TEST_CASE_METHOD(fixture, "an unusable pair is named") {
    SECTION("no certificate file") {
        std::filesystem::remove(certificate_file);
        CHECK_THAT(refusal(), ContainsSubstring("tls.crt: No such file or directory"));
    }
    SECTION("no key file") {
        std::filesystem::remove(key_file);
        CHECK_THAT(refusal(), ContainsSubstring("tls.key: No such file or directory"));
    }
    SECTION("no certificate in the file") {
        folder.write("tls.crt",
                     GENERATE(as<std::string>(), "", "garbage", "-----BEGIN CERTIFICATE-----\nMIIB\n"));
        CHECK_THAT(refusal(), ContainsSubstring("tls.crt: no usable PEM certificate"));
    }
    SECTION("no key in the file") {
        folder.write("tls.key", own.pem());
        CHECK_THAT(refusal(), ContainsSubstring("tls.key: no usable PEM private key for "));
    }
    SECTION("the key of another certificate") {
        folder.write("tls.key", ca.key_pem());
        CHECK_THAT(refusal(), ContainsSubstring("key values mismatch"));
    }
    SECTION("a key with a passphrase, which nobody is asked for") {
        folder.write("tls.key", test::encrypted_key_pem());
        CHECK_THAT(refusal(), ContainsSubstring("tls.key: no usable PEM private key for "));
    }
}

TEST_CASE_METHOD(fixture, "TLS 1.3 alone is served when it is asked for") {
    more.min_version = net::tls_version::v1_3;
    auto settings = client();
    SSL_CTX_set_max_proto_version(settings->native_handle(), TLS1_2_VERSION);
    CHECK(shake(settings).server);
    CHECK_FALSE(shake(client()).server);
}

TEST_CASE_METHOD(fixture, "only the groups that are asked for serve for key exchange, in every version") {
    more.groups = "P-384";
    const auto version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    const auto shakes_with = [&](const char* groups) {
        auto settings = client();
        SSL_CTX_set_max_proto_version(settings->native_handle(), version);
        REQUIRE(SSL_CTX_set1_groups_list(settings->native_handle(), groups) == 1);
        return !shake(settings).server;
    };
    // In TLS 1.2 the client has to know the curve of the certificate as well.
    CHECK(shakes_with("P-256:P-384"));
    CHECK(shakes_with("X25519:P-256:P-384"));
    CHECK_FALSE(shakes_with("X25519:P-256"));
}

TEST_CASE_METHOD(fixture, "the expiry is the main certificate's") {
    const auto settings = net::create_tls_server(options());
    REQUIRE(settings.has_value());
    const auto left = settings->expires - std::chrono::system_clock::now();
    CHECK(left > std::chrono::minutes(59));
    CHECK(left <= std::chrono::hours(1));
}

TEST_CASE_METHOD(fixture, "the certificate is that of the name the client asks for") {
    const auto pair = [&](const std::string& file, const std::string& names) {
        const certificate made({.common_name = file,
                                .issuer = &ca,
                                .extended_key_usage = "serverAuth",
                                .alternative_names = names});
        return net::certificate_pair{folder.write(file + ".crt", made.pem()),
                                     folder.write(file + ".key", made.key_pem())};
    };
    auto by_flag = pair("by-flag", "DNS:nothing.example");
    by_flag.names = {"chosen.example", "*.wild.example"};
    more.by_name = {pair("by-certificate", "DNS:own.example,DNS:chosen.example"), by_flag};

    const auto shown = [&](const std::string& name) {
        ends.emplace(test::connected(context));
        auto settings = client();
        SSL_CTX_set_verify(settings->native_handle(), SSL_VERIFY_NONE, nullptr);
        test::begin_tls(context, *ends, settings, serving(), name);
        std::array<char, 64> text{};
        const auto* seen = SSL_get0_peer_certificate(ends->client.tls_handle());
        REQUIRE(seen != nullptr);
        X509_NAME_get_text_by_NID(X509_get_subject_name(seen), NID_commonName, text.data(), text.size());
        return std::string(text.data());
    };
    CHECK(shown("own.example") == "by-certificate");
    CHECK(shown("chosen.example") == "by-flag");
    CHECK(shown("CHOSEN.example") == "by-flag");
    CHECK(shown("a.wild.example") == "by-flag");
    CHECK(shown("a.b.wild.example") != "by-flag");
    CHECK(shown("wild.example") != "by-flag");
    CHECK(shown("localhost") != "by-certificate");
}

TEST_CASE_METHOD(fixture, "an unusable pair for a name is named, too") {
    more.by_name = {{certificate_file, (folder.path() / "none.key").string()}};
    CHECK_THAT(refusal(), ContainsSubstring("none.key: No such file or directory"));
}

} // namespace tls_server_test

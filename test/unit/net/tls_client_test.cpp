#include "net/tls_client.hpp"
#include "net/tls_server.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/net/encrypted_key.hpp"
#include "test/unit/net/stream_pair.hpp"

namespace tls_client_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::certificate;
using test::ContainsSubstring;
using test::temporary_folder;

namespace {

struct fixture {
    net::tls_client create() const {
        auto client = net::tls_client::create(options);
        REQUIRE(client.has_value());
        return std::move(*client);
    }

    std::string refusal() const {
        const auto client = net::tls_client::create(options);
        REQUIRE_FALSE(client.has_value());
        return client.error();
    }

    // Whether a server with a certificate of `issuer` is taken; sees who the client says it is.
    bool accepts(net::tls_client& client, const certificate& issuer) {
        const certificate shown(
            {.issuer = &issuer, .extended_key_usage = "serverAuth", .alternative_names = "DNS:localhost"});
        auto settings = net::create_tls_server({.main = {folder.write("server.crt", shown.pem() + chain),
                                                         folder.write("server.key", shown.key_pem())}});
        REQUIRE(settings.has_value());
        auto ends = test::connected(context);
        const auto done = test::begin_tls(context, ends, client.current(), settings->context);
        client_name.clear();
        if (const auto* seen = SSL_get0_peer_certificate(ends.server.tls_handle()); seen != nullptr) {
            std::array<char, 64> name{};
            X509_NAME_get_text_by_NID(X509_get_subject_name(seen), NID_commonName, name.data(), name.size());
            client_name = name.data();
        }
        return !done.client;
    }

    net::asio::io_context context;
    temporary_folder folder;
    certificate ca{{.common_name = "ca", .is_ca = true}};
    certificate other_ca{{.common_name = "other", .is_ca = true}};
    certificate own{{.common_name = "me", .issuer = &ca}};
    net::tls_client_options options;
    std::string chain; ///< sent by the server after its own certificate
    std::string client_name;
};

} // namespace

TEST_CASE_METHOD(fixture, "CA certificates are taken from text or from a file, several at once") {
    SECTION("text") {
        options.ca.text = ca.pem();
        auto client = create();
        CHECK(accepts(client, ca));
        CHECK_FALSE(accepts(client, other_ca));
    }
    SECTION("a file, which wins over text") {
        options.ca = {.file = folder.write("ca.crt", ca.pem()), .text = other_ca.pem()};
        auto client = create();
        CHECK(accepts(client, ca));
        CHECK_FALSE(accepts(client, other_ca));
    }
    SECTION("both, as during a rotation, with words between and one twice") {
        options.ca.text = "old\n" + ca.pem() + "\nnew\n" + other_ca.pem() + ca.pem();
        auto client = create();
        CHECK(accepts(client, ca));
        CHECK(accepts(client, other_ca));
    }
    SECTION("an intermediate is enough, as for Go's clients") {
        const certificate intermediate({.common_name = "intermediate", .issuer = &ca, .is_ca = true});
        options.ca.text = intermediate.pem();
        auto client = create();
        CHECK(accepts(client, intermediate));
        CHECK_FALSE(accepts(client, ca));
    }
    SECTION("a root is enough, too, when the server sends the intermediate") {
        const certificate intermediate({.common_name = "intermediate", .issuer = &ca, .is_ca = true});
        options.ca.text = ca.pem();
        auto client = create();
        CHECK_FALSE(accepts(client, intermediate));
        chain = intermediate.pem();
        CHECK(accepts(client, intermediate));
    }
    SECTION("none: those of the system, which do not know this one") {
        auto client = create();
        CHECK_FALSE(accepts(client, ca));
    }
}

TEST_CASE_METHOD(fixture, "an unverified server is taken only where that was asked for") {
    options.insecure_skip_verify = true;
    auto client = create();
    CHECK(accepts(client, other_ca));
}

TEST_CASE_METHOD(fixture, "a server older than TLS 1.2 is refused") {
    options.ca.text = ca.pem();
    CHECK(SSL_CTX_get_min_proto_version(create().current()->native_handle()) == TLS1_2_VERSION);
}

TEST_CASE_METHOD(fixture, "the client shows its certificate, or none") {
    options.ca.text = ca.pem();
    auto without = create();
    CHECK(accepts(without, ca));
    CHECK(client_name.empty());

    options.certificate.text = own.pem();
    options.key.text = own.key_pem();
    auto with = create();
    CHECK(accepts(with, ca));
    CHECK(client_name == "me");
}

TEST_CASE_METHOD(fixture, "the name to verify is the host's, unless another one is set") {
    CHECK(create().name_of_server("prometheus") == "prometheus");
    options.server_name = "other";
    CHECK(create().name_of_server("prometheus") == "other");
}

TEST_CASE_METHOD(fixture, "what is unusable is named") {
    const auto path = [&](const char* name) { return (folder.path() / name).string(); };
    SECTION("a missing CA file") {
        options.ca.file = path("none.crt");
        CHECK_THAT(refusal(), ContainsSubstring("none.crt: No such file or directory"));
    }
    SECTION("a CA file without certificates") {
        options.ca.file = folder.write(
            "ca.crt", GENERATE(as<std::string>(), "", "no PEM", "-----BEGIN CERTIFICATE-----\n"));
        CHECK_THAT(refusal(), ContainsSubstring("ca.crt: no usable PEM certificate"));
    }
    SECTION("CA text without certificates") {
        options.ca.text = "no PEM";
        CHECK_THAT(refusal(), ContainsSubstring("the CA data: no usable PEM certificate"));
    }
    SECTION("a certificate without its key") {
        options.certificate.text = own.pem();
        CHECK_THAT(refusal(), ContainsSubstring("only one was given"));
    }
    SECTION("a key without its certificate") {
        options.key.text = own.key_pem();
        CHECK_THAT(refusal(), ContainsSubstring("only one was given"));
    }
    SECTION("a missing key file") {
        options.certificate.text = own.pem();
        options.key.file = path("none.key");
        CHECK_THAT(refusal(), ContainsSubstring("none.key: No such file or directory"));
    }
    SECTION("a file that is no certificate") {
        options.certificate.file = folder.write("own.crt", own.key_pem());
        options.key.text = own.key_pem();
        CHECK_THAT(refusal(), ContainsSubstring("own.crt: no usable PEM certificate"));
    }
    SECTION("the key of another certificate") {
        options.certificate.text = own.pem();
        options.key.file = folder.write("own.key", ca.key_pem());
        CHECK_THAT(refusal(), ContainsSubstring("own.key: no usable PEM private key for the certificate"));
    }
    SECTION("a key with a passphrase, which nobody is asked for") {
        options.certificate.text = own.pem();
        options.key.text = test::encrypted_key_pem();
        CHECK_THAT(refusal(), ContainsSubstring("the client key: no usable PEM private key"));
    }
}

TEST_CASE_METHOD(fixture, "replaced files count from the next connection on") {
    const auto second = certificate({.common_name = "second", .issuer = &other_ca});
    options.ca.file = folder.write("ca.crt", ca.pem());
    options.certificate.file = folder.write("own.crt", own.pem());
    options.key.file = folder.write("own.key", own.key_pem());
    auto client = create();
    CHECK(client.current() == client.current());
    REQUIRE(accepts(client, ca));
    CHECK(client_name == "me");

    folder.write("ca.crt", other_ca.pem());
    CHECK_FALSE(accepts(client, ca));
    CHECK(accepts(client, other_ca));
    CHECK(client_name == "me");

    // Half of the pair fits nothing, so the old pair stays until the other half comes.
    folder.write("own.crt", second.pem());
    CHECK(accepts(client, other_ca));
    CHECK(client_name == "me");
    folder.write("own.key", second.key_pem());
    CHECK(accepts(client, other_ca));
    CHECK(client_name == "second");
}

TEST_CASE_METHOD(fixture, "while new files are unusable the old settings stay") {
    options.ca.file = folder.write("ca.crt", ca.pem());
    auto client = create();
    const auto before = client.current();
    SECTION("garbage") {
        folder.write("ca.crt", "garbage");
    }
    SECTION("empty") {
        folder.write("ca.crt", "");
    }
    SECTION("gone") {
        std::filesystem::remove(options.ca.file);
    }
    CHECK(client.current() == before);
    CHECK(accepts(client, ca));
    folder.write("ca.crt", other_ca.pem());
    CHECK(accepts(client, other_ca));
}

TEST_CASE_METHOD(fixture, "that new files are unusable is told once, and that it is over") {
    options.ca.file = folder.write("ca.crt", ca.pem());
    std::vector<std::string> infos;
    std::vector<std::string> warnings;
    auto client = net::tls_client::create(
        options, {.info = [&](const std::string& text) { infos.push_back(text); },
                  .warning = [&](const std::string& text) { warnings.push_back(text); }});
    REQUIRE(client.has_value());
    folder.write("ca.crt", "garbage");
    client->current();
    client->current();
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], ContainsSubstring("ca.crt: no usable PEM certificate") &&
                                ContainsSubstring("; what was read last stays in force"));
    CHECK(infos.empty());

    folder.write("ca.crt", other_ca.pem());
    client->current();
    CHECK(infos == std::vector<std::string>{"usable again"});
    folder.write("ca.crt", ca.pem() + other_ca.pem());
    client->current();
    CHECK(infos.size() == 1);
    CHECK(warnings.size() == 1);
}

TEST_CASE_METHOD(fixture, "when the client's own certificate expires is told, if it shows one") {
    CHECK_FALSE(create().expires().has_value());
    const certificate own({.common_name = "me", .not_after = std::chrono::hours(5)});
    options.certificate = {.file = {}, .text = own.pem()};
    options.key = {.file = {}, .text = own.key_pem()};
    const auto left = create().expires().value() - std::chrono::system_clock::now();
    CHECK(left > std::chrono::minutes(299));
    CHECK(left <= std::chrono::hours(5));
}

} // namespace tls_client_test

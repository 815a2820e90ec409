#include "net/http_client.hpp"
#include "test/integration/barograph_server.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/run_coroutine.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace rotation_test {

using namespace barograph::test;
namespace net = barograph::net;

namespace {

std::string content(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

// As a secret is written into a Pod: whole, at once.
void replace(const std::filesystem::path& file, const std::string& text) {
    const auto whole = file.string() + ".new";
    std::ofstream(whole) << text;
    std::filesystem::rename(whole, file);
}

// A client that trusts the certificates in `ca`.
class trusting_client {
public:
    trusting_client(std::uint16_t port, const std::string& ca) {
        auto tls = net::tls_client::create({.ca = {.file = {}, .text = ca}});
        REQUIRE(tls.has_value());
        net::http_client_options options{.base = {.tls = true, .host = "127.0.0.1", .port = port},
                                         .tls = std::make_shared<net::tls_client>(std::move(*tls))};
        client_ = std::make_unique<net::http_client>(context_.get_executor(), std::move(options));
    }

    // The status, or what is wrong with the connection.
    std::string ask() {
        net::http_request request{.method = "GET", .target = api, .content_type = {}, .body = {}};
        const auto answer =
            run_coroutine(context_, client_->send(std::move(request), net::steady_clock::now() + usual_limit),
                          2 * usual_limit);
        return answer ? std::to_string(answer->status) : answer.error().message;
    }

private:
    net::asio::io_context context_;
    std::unique_ptr<net::http_client> client_;
};

} // namespace

TEST_CASE("the trap of a rotated serving certificate: no ask fails, whatever stands in the files meanwhile") {
    barograph_server server("externalRules: []\n", "http://127.0.0.1:1");
    const std::filesystem::path certificate_file = server.certificate_file();
    const auto key_file = certificate_file.parent_path() / "apiserver.key";
    const auto old_certificate = content(certificate_file);
    const auto old_key = content(key_file);
    REQUIRE_FALSE(old_key.empty());

    const certificate ca({.common_name = "ca", .is_ca = true});
    const certificate_request serving{.common_name = "barograph",
                                      .issuer = &ca,
                                      .extended_key_usage = "serverAuth",
                                      .alternative_names = "IP:127.0.0.1"};
    const certificate renewed(serving);
    const certificate stranger(serving);

    trusting_client kept(server.port(), old_certificate);
    const auto both = old_certificate + ca.pem();
    const auto all_is_well = [&] {
        CHECK(kept.ask() == "200");
        CHECK(trusting_client(server.port(), both).ask() == "200");
    };
    // What the log says once these files are there, while everybody goes on asking.
    const auto put = [&](const std::string& pem, const std::string& key, const std::string& said) {
        const auto before = server.process().output().size();
        replace(certificate_file, pem);
        all_is_well();
        replace(key_file, key);
        eventually(said, [&] {
            all_is_well();
            return server.process().output().find(said, before) != std::string::npos;
        });
    };
    all_is_well();
    put(renewed.pem().substr(0, renewed.pem().size() / 2), old_key, "serving certificate refused");
    put("", "", "serving certificate refused");
    put(renewed.pem(), stranger.key_pem(), "serving certificate refused");
    CHECK(trusting_client(server.port(), ca.pem()).ask() != "200");
    put(renewed.pem(), renewed.key_pem(), "serving certificate taken up");
    eventually("new connections get the new certificate",
               [&] { return trusting_client(server.port(), ca.pem()).ask() == "200"; });
    CHECK(trusting_client(server.port(), old_certificate).ask() != "200");
    CHECK(kept.ask() == "200");
}

TEST_CASE("a self-signed certificate that is about to expire is renewed while it serves, and no ask fails") {
    barograph_server server("externalRules: []\n", "http://127.0.0.1:1");
    const std::filesystem::path certificate_file = server.certificate_file();
    trusting_client kept(server.port(), content(certificate_file));
    CHECK(kept.ask() == "200");

    // As one that was made eleven months ago.
    const certificate due({.common_name = "barograph",
                           .extended_key_usage = "serverAuth",
                           .alternative_names = "IP:127.0.0.1",
                           .not_after = std::chrono::days(29)});
    replace(certificate_file, due.pem());
    replace(certificate_file.parent_path() / "apiserver.key", due.key_pem());
    server.process().output_after("serving certificate taken up");
    trusting_client kept_since(server.port(), due.pem());
    CHECK(kept_since.ask() == "200");

    server.process().signal(SIGHUP);
    server.process().output_after("renewed the self-signed certificate");
    eventually("new connections get the renewed certificate", [&] {
        CHECK(kept.ask() == "200");
        CHECK(kept_since.ask() == "200");
        const auto renewed = content(certificate_file);
        return renewed != due.pem() && trusting_client(server.port(), renewed).ask() == "200";
    });
    CHECK(trusting_client(server.port(), due.pem()).ask() != "200");
}

} // namespace rotation_test

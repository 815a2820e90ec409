#include "kube/api_client.hpp"
#include "net/tls_server.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"
#include "test/support/temporary_folder.hpp"

namespace api_client_tls_test {

using namespace barograph;
using namespace std::chrono_literals;
using kube::errc;
using test::certificate;
using test::scripted_answer;

namespace {

struct fixture {
    fixture() : ca({.common_name = "ca", .is_ca = true}) {
        serve_with(ca);
        server.always(scripted_answer::json("{}"));
        credentials.server = *net::parse_url(server.url());
        credentials.tls.ca.file = folder.write("ca.crt", ca.pem());
    }

    // From the next connection on the server shows a certificate of this CA.
    void serve_with(const certificate& issuer) {
        const certificate shown({.common_name = "kube-apiserver",
                                 .issuer = &issuer,
                                 .extended_key_usage = "serverAuth",
                                 .alternative_names = "DNS:kubernetes,IP:127.0.0.1"});
        auto settings = net::create_tls_server(
            {.main = {folder.write("server.crt", shown.pem()), folder.write("server.key", shown.key_pem())}});
        REQUIRE(settings.has_value());
        server.use_tls(settings->context);
    }

    void identify_as(const std::string& name) {
        const certificate shown({.common_name = name, .issuer = &ca});
        credentials.tls.certificate.file = folder.write("client.crt", shown.pem());
        credentials.tls.key.file = folder.write("client.key", shown.key_pem());
    }

    void connect() {
        auto made = kube::create_api_client(context.get_executor(), credentials);
        REQUIRE(made.has_value());
        api = std::move(*made);
    }

    std::expected<std::string, kube::error> get() {
        return test::run_coroutine(context, api->get("/x", net::steady_clock::now() + 5s));
    }

    net::asio::io_context context;
    test::temporary_folder folder;
    test::scripted_server server{context.get_executor()};
    certificate ca;
    kube::cluster_credentials credentials;
    std::unique_ptr<kube::api_client> api;
};

} // namespace

TEST_CASE_METHOD(fixture, "an API server whose certificate is the CA's is asked, over a kept connection") {
    connect();
    CHECK(get().has_value());
    CHECK(get().has_value());
    CHECK(server.connections() == 1);
    CHECK(server.requests().at(0).client_name.empty());
}

TEST_CASE_METHOD(fixture,
                 "an API server whose certificate is not the CA's, or for another name, is not asked") {
    SECTION("another CA's") {
        serve_with(certificate({.common_name = "ca", .is_ca = true}));
    }
    SECTION("another name") {
        credentials.tls.server_name = "elsewhere";
    }
    SECTION("no CA but the system's") {
        credentials.tls.ca = {};
    }
    connect();
    const auto got = get();
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == errc::unreachable);
    CHECK(server.requests().empty());
}

TEST_CASE_METHOD(fixture, "the server's certificate may be for the name that the kubeconfig gives") {
    credentials.tls.server_name = "kubernetes";
    connect();
    CHECK(get().has_value());
}

TEST_CASE_METHOD(fixture, "only a kubeconfig that asks for it leaves the server unverified") {
    serve_with(certificate({.common_name = "ca", .is_ca = true}));
    credentials.tls.insecure_skip_verify = true;
    credentials.tls.ca = {};
    connect();
    CHECK(get().has_value());
}

TEST_CASE_METHOD(fixture, "a replaced client certificate is shown from the next request on") {
    identify_as("first");
    connect();
    CHECK(get().has_value());
    CHECK(get().has_value());
    identify_as("the second");
    CHECK(get().has_value());
    CHECK(get().has_value());
    CHECK(server.requests().at(1).client_name == "first");
    CHECK(server.requests().at(2).client_name == "the second");
    CHECK(server.requests().at(3).client_name == "the second");
    CHECK(server.connections() == 2);
}

TEST_CASE_METHOD(fixture,
                 "a replaced CA counts from the next request on, and a broken one leaves the old in force") {
    connect();
    CHECK(get().has_value());
    folder.write("ca.crt", "half a file");
    CHECK(get().has_value());
    CHECK(server.connections() == 1);

    const certificate next({.common_name = "next-ca", .is_ca = true});
    folder.write("ca.crt", next.pem());
    CHECK_FALSE(get().has_value());
    serve_with(next);
    CHECK(get().has_value());
}

} // namespace api_client_tls_test

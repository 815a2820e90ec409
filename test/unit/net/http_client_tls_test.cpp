#include "net/http_client.hpp"
#include "net/tls_server.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/net/raw_server.hpp"

namespace http_client_tls_test {

using namespace barograph;
using namespace std::chrono_literals;
using net::http_errc;
using test::certificate;
using test::certificate_request;
using test::ContainsSubstring;
using test::scripted_answer;

namespace {

struct fixture {
    fixture() {
        server.always(scripted_answer::json("{}"));
        options.ca.text = ca.pem();
    }

    std::shared_ptr<net::tls_context> serving(certificate_request request) const {
        request.issuer = request.issuer == nullptr ? &ca : request.issuer;
        request.extended_key_usage = "serverAuth";
        const certificate shown(request);
        return net::create_tls_server({.main = {folder.write("server.crt", shown.pem()),
                                                folder.write("server.key", shown.key_pem())}})
            ->context;
    }

    std::unique_ptr<net::http_client> client_of(const std::string& url) {
        net::http_client_options with{.base = *net::parse_url(url)};
        auto tls = net::tls_client::create(options);
        REQUIRE(tls.has_value());
        with.tls = std::make_shared<net::tls_client>(std::move(*tls));
        return std::make_unique<net::http_client>(context.get_executor(), with);
    }

    net::http_result get(net::http_client& over) {
        net::http_request request{.target = "/"};
        return test::run_coroutine(context, over.send(std::move(request), net::steady_clock::now() + 5s));
    }

    net::http_error refused(certificate_request shown) {
        server.use_tls(serving(std::move(shown)));
        const auto client = client_of(server.url());
        const auto got = get(*client);
        REQUIRE_FALSE(got.has_value());
        CHECK(server.requests().empty());
        return got.error();
    }

    net::asio::io_context context;
    test::temporary_folder folder;
    test::scripted_server server{context.get_executor()};
    certificate ca{{.common_name = "ca", .is_ca = true}};
    net::tls_client_options options;
};

const certificate_request good{.alternative_names = "DNS:localhost,IP:127.0.0.1"};

} // namespace

TEST_CASE_METHOD(fixture, "HTTPS answers come over a connection that is kept") {
    server.use_tls(serving(good));
    const auto client = client_of(server.url());
    CHECK(get(*client)->body == "{}");
    CHECK(get(*client)->body == "{}");
    CHECK(server.connections() == 1);
}

TEST_CASE_METHOD(fixture, "a certificate of another CA is refused, and the message says so") {
    const certificate other({.common_name = "another", .is_ca = true});
    auto shown = good;
    shown.issuer = &other;
    const auto failure = refused(shown);
    CHECK(failure.code == http_errc::tls);
    CHECK_THAT(failure.message,
               ContainsSubstring("https://127.0.0.1:") &&
                   ContainsSubstring("the server's certificate is refused: unable to get local issuer"));
}

TEST_CASE_METHOD(fixture,
                 "a certificate for another name is refused, and the message says which name was asked") {
    const auto for_address = refused({.alternative_names = "DNS:localhost,IP:10.0.0.1"});
    CHECK(for_address.code == http_errc::tls);
    CHECK_THAT(for_address.message, ContainsSubstring("IP address mismatch: it is not for 127.0.0.1"));

    options.server_name = "prometheus.monitoring.svc";
    const auto for_name = refused(good);
    CHECK(for_name.code == http_errc::tls);
    CHECK_THAT(for_name.message,
               ContainsSubstring("hostname mismatch: it is not for prometheus.monitoring.svc"));
}

TEST_CASE_METHOD(fixture, "an expired certificate is refused, and the message says so") {
    auto shown = good;
    shown.not_after = -1min;
    const auto failure = refused(shown);
    CHECK(failure.code == http_errc::tls);
    CHECK_THAT(failure.message, ContainsSubstring("certificate has expired"));
}

TEST_CASE_METHOD(fixture, "a certificate that is only for clients is refused") {
    auto shown = good;
    shown.issuer = &ca;
    const certificate for_clients(shown);
    server.use_tls(net::create_tls_server({.main = {folder.write("c.crt", for_clients.pem()),
                                                    folder.write("c.key", for_clients.key_pem())}})
                       ->context);
    const auto client = client_of(server.url());
    const auto got = get(*client);
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == http_errc::tls);
}

TEST_CASE_METHOD(fixture, "a server that speaks no TLS is an error of TLS") {
    test::raw_server plain(context.get_executor(), {.answers = {"HTTP/1.1 400 Bad Request\r\n\r\n"}});
    const auto client = client_of("https://127.0.0.1:" + std::to_string(plain.port()));
    const auto got = get(*client);
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == http_errc::tls);
}

TEST_CASE_METHOD(fixture, "a server that wants a client certificate and gets none is an error of TLS") {
    auto settings = serving(good);
    // TLS 1.3 tells the client so only after its handshake.
    const auto newest = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    SSL_CTX_set_max_proto_version(settings->native_handle(), newest);
    SSL_CTX_set_verify(settings->native_handle(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    server.use_tls(settings);
    const auto client = client_of(server.url());
    const auto got = get(*client);
    REQUIRE_FALSE(got.has_value());
    INFO(got.error().message);
    CHECK(got.error().code == http_errc::tls);
    CHECK(server.requests().empty());
}

TEST_CASE_METHOD(fixture, "an answer that TLS ends without a goodbye is whole when its framing says so") {
    server.use_tls(serving(good));
    const auto client = client_of(server.url());
    server.then(scripted_answer::raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    CHECK(get(*client)->body == "ok");
    server.then(scripted_answer::raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no"));
    const auto cut = get(*client);
    REQUIRE_FALSE(cut.has_value());
    CHECK(cut.error().code == http_errc::broken);
}

} // namespace http_client_tls_test

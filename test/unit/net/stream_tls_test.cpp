#include "net/stream.hpp"
#include "net/tls_client.hpp"
#include "net/tls_server.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/net/stream_pair.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <array>
#include <optional>

namespace stream_tls_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::certificate;
using test::certificate_request;

namespace {

struct fixture {
    std::shared_ptr<net::tls_context> serving(certificate_request request) const {
        request.issuer = request.issuer == nullptr ? &ca : request.issuer;
        request.extended_key_usage = "serverAuth";
        const certificate shown(request);
        auto settings = net::create_tls_server(
            {.main = {folder.write("server.crt", shown.pem()), folder.write("server.key", shown.key_pem())}});
        REQUIRE(settings.has_value());
        return settings->context;
    }

    std::shared_ptr<net::tls_context> trusting(const std::string& pem) const {
        net::tls_client_options options;
        options.ca.text = pem;
        auto client = net::tls_client::create(options);
        REQUIRE(client.has_value());
        return client->current();
    }

    test::handshake shake(certificate_request shown, const std::string& name) {
        ends.emplace(test::connected(context));
        return test::begin_tls(context, *ends, trusting(ca.pem()), serving(std::move(shown)), name);
    }

    net::asio::io_context context;
    test::temporary_folder folder;
    certificate ca{{.common_name = "ca", .is_ca = true}};
    std::optional<test::stream_pair> ends;
    std::array<char, 64> chunk{};
};

std::string server_name_asked(net::stream& server) {
    const auto* name = SSL_get_servername(server.tls_handle(), TLSEXT_NAMETYPE_host_name);
    return name == nullptr ? "" : name;
}

// More than sockets take for somebody who does not read, and nowhere the same.
std::string much() {
    std::string text;
    while (text.size() < (std::size_t{16} << 20U)) {
        text += std::to_string(text.size()) + ",";
    }
    return text;
}

} // namespace

TEST_CASE_METHOD(fixture, "TLS carries bytes both ways, and close_notify is the end of the stream") {
    const auto done = shake({.alternative_names = "DNS:localhost"}, "localhost");
    REQUIRE_FALSE(done.client);
    REQUIRE_FALSE(done.server);
    CHECK(ends->client.tls_handle() != nullptr);
    CHECK(std::string(SSL_get_version(ends->server.tls_handle())) == "TLSv1.3");

    CHECK_FALSE(test::run_coroutine(context, ends->client.write("question")));
    auto count = test::run_coroutine(context, ends->server.read_some(std::span<char>(chunk)));
    REQUIRE(count.has_value());
    CHECK(std::string(chunk.data(), *count) == "question");
    CHECK_FALSE(test::run_coroutine(context, ends->server.write("answer")));
    count = test::run_coroutine(context, ends->client.read_some(std::span<char>(chunk)));
    REQUIRE(count.has_value());
    CHECK(std::string(chunk.data(), *count) == "answer");

    ends->client.expires_at(net::steady_clock::now() + 5s);
    std::optional<std::expected<std::size_t, net::error_code>> last;
    net::asio::co_spawn(context, test::store_result(ends->server.read_some(std::span<char>(chunk)), last),
                        [this](const std::exception_ptr&) { ends->server.close(); });
    test::run_coroutine(context, ends->client.shutdown());
    test::run_until(context, [&] { return last.has_value(); });
    CHECK(*last == std::unexpected(net::error_code(net::asio::error::eof)));
    CHECK_FALSE(ends->client.is_open());
}

TEST_CASE_METHOD(fixture, "what the socket does not take at once is written as the other end reads") {
    REQUIRE_FALSE(shake({.alternative_names = "DNS:localhost"}, "localhost").client);
    const auto sent = much();
    std::optional<net::error_code> written;
    net::asio::co_spawn(context, test::store_result(ends->server.write(sent), written),
                        [](const std::exception_ptr&) {});
    context.poll();
    CHECK_FALSE(written.has_value());

    std::string got;
    std::vector<char> large(100'000);
    while (got.size() < sent.size()) {
        const auto count = test::run_coroutine(context, ends->client.read_some(std::span<char>(large)));
        REQUIRE(count.has_value());
        got.append(large.data(), *count);
    }
    CHECK(got == sent);
    test::run_until(context, [&] { return written.has_value(); });
    CHECK_FALSE(*written);
}

TEST_CASE_METHOD(fixture, "writing over TLS to who does not read has timed out by the deadline") {
    REQUIRE_FALSE(shake({.alternative_names = "DNS:localhost"}, "localhost").client);
    ends->server.expires_at(net::steady_clock::now() + 20ms);
    const auto sent = much();
    const auto failed = test::run_coroutine(context, ends->server.write(sent));
    CHECK(failed == net::asio::error::timed_out);
}

TEST_CASE_METHOD(fixture, "writing over TLS to who has gone is an error, and no signal") {
    REQUIRE_FALSE(shake({.alternative_names = "DNS:localhost"}, "localhost").client);
    ends->client.close();
    net::error_code failed;
    for (int i = 0; i < 100 && !failed; ++i) {
        failed = test::run_coroutine(context, ends->server.write("answer"));
    }
    CHECK((failed == net::asio::error::broken_pipe || failed == net::asio::error::connection_reset));
}

TEST_CASE_METHOD(
    fixture, "a client that leaves before its hello ends the handshake, one that stays silent is timed out") {
    ends.emplace(test::connected(context));
    const auto settings = serving({.alternative_names = "DNS:localhost"});
    SECTION("it leaves") {
        ends->client.close();
        const auto failed = test::run_coroutine(context, ends->server.start_tls_server(settings));
        CHECK(failed == net::error_code(net::asio::ssl::error::stream_truncated));
    }
    SECTION("it is silent") {
        ends->server.expires_at(net::steady_clock::now() + 20ms);
        const auto failed = test::run_coroutine(context, ends->server.start_tls_server(settings));
        CHECK(failed == net::asio::error::timed_out);
    }
}

TEST_CASE_METHOD(fixture, "an end without close_notify is told apart from a proper one") {
    REQUIRE_FALSE(shake({.alternative_names = "DNS:localhost"}, "localhost").client);
    ends->server.close();
    const auto count = test::run_coroutine(context, ends->client.read_some(std::span<char>(chunk)));
    CHECK(count == std::unexpected(net::error_code(net::asio::ssl::error::stream_truncated)));
}

TEST_CASE_METHOD(fixture, "reading over TLS that passes the deadline has timed out") {
    REQUIRE_FALSE(shake({.alternative_names = "DNS:localhost"}, "localhost").client);
    ends->client.expires_at(net::steady_clock::now() + 20ms);
    const auto count = test::run_coroutine(context, ends->client.read_some(std::span<char>(chunk)));
    CHECK(count == std::unexpected(net::error_code(net::asio::error::timed_out)));
}

TEST_CASE_METHOD(fixture, "a goodbye that the other end does not return ends by the deadline") {
    REQUIRE_FALSE(shake({.alternative_names = "DNS:localhost"}, "localhost").client);
    ends->client.expires_at(net::steady_clock::now() + 20ms);
    test::run_coroutine(context, ends->client.shutdown(), 2s);
    CHECK_FALSE(ends->client.is_open());
}

TEST_CASE_METHOD(fixture, "the server's certificate must be for the name or address that is asked") {
    struct row {
        std::string names;
        std::string asked;
        bool fits;
    };

    const auto given =
        GENERATE(row{"DNS:prometheus", "prometheus", true}, row{"DNS:prometheus", "Prometheus", true},
                 row{"DNS:prometheus", "prometheus.", true}, row{"DNS:prometheus", "alertmanager", false},
                 row{"DNS:*.monitoring.svc", "prometheus.monitoring.svc", true},
                 row{"DNS:*.monitoring.svc", "a.b.monitoring.svc", false},
                 row{"DNS:p*.monitoring.svc", "prometheus.monitoring.svc", false},
                 row{"IP:127.0.0.1", "127.0.0.1", true}, row{"DNS:127.0.0.1", "127.0.0.1", false},
                 row{"IP:10.0.0.1", "127.0.0.1", false}, row{"IP:::1", "::1", true},
                 row{"DNS:localhost,IP:127.0.0.1", "127.0.0.1", true});
    INFO(given.names << " asked as " << given.asked);
    const auto done = shake({.alternative_names = given.names}, given.asked);
    CHECK(!done.client == given.fits);
    const auto verdict = SSL_get_verify_result(ends->client.tls_handle());
    CHECK((verdict == X509_V_OK) == given.fits);
}

TEST_CASE_METHOD(fixture, "a common name proves nothing") {
    CHECK(shake({.common_name = "prometheus"}, "prometheus").client);
    CHECK(shake({.common_name = "prometheus", .alternative_names = "DNS:other"}, "prometheus").client);
}

TEST_CASE_METHOD(fixture, "the name goes into SNI without its final dot, and an address not at all") {
    REQUIRE_FALSE(shake({.alternative_names = "DNS:prometheus"}, "prometheus.").server);
    CHECK(server_name_asked(ends->server) == "prometheus");
    REQUIRE_FALSE(shake({.alternative_names = "IP:127.0.0.1"}, "127.0.0.1").server);
    CHECK(server_name_asked(ends->server).empty());
}

TEST_CASE_METHOD(fixture, "a certificate that is out of date, or of another CA, is refused") {
    const certificate other({.common_name = "ca", .is_ca = true});

    struct row {
        certificate_request shown;
        int verdict;
    };

    const auto given = GENERATE_REF(
        row{{.alternative_names = "DNS:localhost", .not_after = -1min}, X509_V_ERR_CERT_HAS_EXPIRED},
        row{{.alternative_names = "DNS:localhost", .not_before = 1min}, X509_V_ERR_CERT_NOT_YET_VALID},
        row{{.issuer = &other, .alternative_names = "DNS:localhost"},
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY});
    CHECK(shake(given.shown, "localhost").client);
    CHECK(SSL_get_verify_result(ends->client.tls_handle()) == given.verdict);
}

TEST_CASE_METHOD(fixture, "a stream is not quiet while more than was read waits within TLS") {
    const bool in_one_record = GENERATE(true, false);
    CAPTURE(in_one_record);
    const auto done = shake({.alternative_names = "DNS:localhost"}, "localhost");
    REQUIRE_FALSE(done.client);
    REQUIRE_FALSE(done.server);
    const auto answer = [&](std::size_t bytes) {
        const auto count =
            test::run_coroutine(context, ends->client.read_some(std::span<char>(chunk).first(bytes)));
        REQUIRE(count == bytes);
    };
    CHECK_FALSE(test::run_coroutine(context, ends->server.write("answer")));
    answer(6);
    CHECK(ends->client.is_quiet());

    // Both are there before the first is read, so that they come from the socket at once.
    CHECK_FALSE(test::run_coroutine(context, ends->server.write(in_one_record ? "answermore" : "answer")));
    if (!in_one_record) {
        CHECK_FALSE(test::run_coroutine(context, ends->server.write("more")));
    }
    answer(6);
    CHECK_FALSE(ends->client.is_quiet());
    answer(4);
    CHECK(ends->client.is_quiet());
}

} // namespace stream_tls_test

#include "kube/certificate_list.hpp"
#include "kube/served_chain.hpp"
#include "net/tls_server.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"
#include "test/support/temporary_folder.hpp"

namespace served_chain_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::ContainsSubstring;

namespace {

struct fixture {
    std::expected<std::string, std::string> fetch(std::chrono::milliseconds within = 5s) {
        return test::run_coroutine(context,
                                   kube::fetch_served_chain(context.get_executor(), "127.0.0.1", port,
                                                            "a.b.svc", net::steady_clock::now() + within));
    }

    net::asio::io_context context;
    test::temporary_folder folder;
    test::scripted_server server{context.get_executor()};
    std::uint16_t port = server.port();
};

} // namespace

TEST_CASE_METHOD(fixture, "what a server shows is given whole, whoever issued it, and nothing is asked") {
    const test::certificate ca({.common_name = "ca", .is_ca = true});
    const test::certificate leaf({.common_name = "other", .issuer = &ca, .extended_key_usage = "serverAuth"});
    auto settings = net::create_tls_server(
        {.main = {folder.write("crt", leaf.pem() + ca.pem()), folder.write("key", leaf.key_pem())}});
    REQUIRE(settings.has_value());
    server.use_tls(settings->context);
    const auto pem = fetch();
    REQUIRE(pem.has_value());
    const auto chain = kube::read_certificates(*pem);
    REQUIRE(chain.has_value());
    REQUIRE(chain->size() == 2);
    CHECK(kube::summary_of(chain->at(0).get()).subject == "CN=other");
    CHECK(kube::summary_of(chain->at(1).get()).subject == "CN=ca");
    CHECK(server.requests().empty());
}

TEST_CASE_METHOD(fixture, "a server that is not there, or speaks no TLS, is said so") {
    SECTION("not there") {
        server.stop_listening();
        CHECK_THAT(fetch().error(), ContainsSubstring("refused"));
    }
    SECTION("no TLS") {
        server.always(test::scripted_answer::raw("HTTP/1.1 400 Bad Request\r\n\r\n"));
        CHECK_THAT(fetch(1s).error(), ContainsSubstring("no TLS: "));
    }
}

} // namespace served_chain_test

#include "cli/serving_certificates.hpp"
#include "net/task_group.hpp"
#include "test/support/captured_output.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/temporary_folder.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <unistd.h>

namespace serving_certificates_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::ContainsSubstring;

namespace {

struct fixture {
    [[nodiscard]] auto created() {
        return cli::serving_certificates::create(context.get_executor(), options, instruments, renewal);
    }

    void write(const test::certificate& shown) const {
        folder.write("tls.crt", shown.pem());
        folder.write("tls.key", shown.key_pem());
    }

    test::temporary_folder folder;
    net::asio::io_context context;
    telemetry::instruments instruments{"test"};
    cli::serve_options options;
    std::chrono::system_clock::time_point now = std::chrono::system_clock::now();
    cli::renewal renewal{.now = [this] { return now; }};
};

bool shows(const cli::serving_certificates& serving, const test::certificate& wanted) {
    return X509_cmp(SSL_CTX_get0_certificate(serving.current()->native_handle()), wanted.handle()) == 0;
}

} // namespace

TEST_CASE_METHOD(fixture, "the certificate that the flags name is served, or what is wrong with it is told") {
    const test::certificate own({.common_name = "me"});
    write(own);
    options.tls_cert_file = (folder.path() / "tls.crt").string();
    options.tls_private_key_file = (folder.path() / "tls.key").string();
    options.cert_dir = (folder.path() / "unused").string();
    const auto serving = created();
    REQUIRE(serving.has_value());
    CHECK(shows(**serving, own));
    CHECK_FALSE(std::filesystem::exists(options.cert_dir));

    options.tls_private_key_file += ".none";
    CHECK_THAT(created().error(), ContainsSubstring("tls.key.none: No such file"));
}

TEST_CASE_METHOD(fixture, "without a certificate a self-signed one is made, and the log says which") {
    options.cert_dir = (folder.path() / "made").string();
    const test::captured_output log(STDERR_FILENO);
    CHECK(created().has_value());
    CHECK_THAT(log.text(),
               ContainsSubstring("self-signed certificate " + options.cert_dir + "/apiserver.crt"));

    options.cert_dir = folder.write("file", "") + "/below";
    CHECK_THAT(created().error(), test::StartsWith("--cert-dir: " + options.cert_dir));
}

TEST_CASE_METHOD(fixture, "a new pair is taken up; a broken one is refused, and the one before served on") {
    const test::certificate first({.common_name = "first"});
    const test::certificate second({.common_name = "second", .not_after = std::chrono::hours(48)});
    const test::certificate third({.common_name = "third"});
    write(first);
    options.tls_cert_file = (folder.path() / "tls.crt").string();
    options.tls_private_key_file = (folder.path() / "tls.key").string();
    const auto serving = created();
    REQUIRE(serving.has_value());
    net::task_group tasks(context.get_executor(), nullptr);
    tasks.spawn("following", (*serving)->run());

    const test::captured_output log(STDERR_FILENO);
    write(second);
    test::run_until(context, [&] { return shows(**serving, second); });

    folder.write("tls.crt", third.pem());
    test::run_until(context, [&] { return log.text().find("refused") != std::string::npos; });
    CHECK(shows(**serving, second));
    CHECK_THAT(log.text(), ContainsSubstring("key values mismatch"));
    CHECK_THAT(instruments.expose(),
               ContainsSubstring("barograph_certificate_loads_total{result=\"failure\"} 1"));

    folder.write("tls.key", third.key_pem());
    test::run_until(context, [&] { return shows(**serving, third); });
    tasks.cancel();
    test::run_coroutine(context, tasks.join());
}

TEST_CASE_METHOD(fixture,
                 "a self-signed certificate is renewed a month before it expires, while it is served") {
    options.cert_dir = (folder.path() / "made").string();
    renewal.look_every = 1ms;
    const auto serving = created();
    REQUIRE(serving.has_value());
    const auto first = (*serving)->current();
    const auto first_expiry = (*serving)->expires();
    net::task_group tasks(context.get_executor(), nullptr);
    tasks.spawn("following", (*serving)->run());
    tasks.spawn("renewing", (*serving)->renew());

    now = first_expiry - 24h * 31;
    context.run_for(20ms);
    CHECK((*serving)->current() == first);

    const test::captured_output log(STDERR_FILENO);
    now = first_expiry - 24h * 29;
    test::run_until(context, [&] { return (*serving)->current() != first; });
    CHECK((*serving)->expires() == std::chrono::floor<std::chrono::seconds>(now) + 24h * 365);
    CHECK_THAT(log.text(), ContainsSubstring("renewed the self-signed certificate"));
    tasks.cancel();
    test::run_coroutine(context, tasks.join());
}

TEST_CASE_METHOD(fixture, "a self-signed certificate that cannot be renewed is served on, and told once") {
    options.cert_dir = (folder.path() / "made").string();
    renewal.look_every = 1ms;
    const auto serving = created();
    REQUIRE(serving.has_value());
    // Its files cannot be written: where the new one would be put there is a folder.
    std::filesystem::create_directories(options.cert_dir + "/apiserver.key.new/in-the-way");
    net::task_group tasks(context.get_executor(), nullptr);
    tasks.spawn("renewing", (*serving)->renew());
    const test::captured_output log(STDERR_FILENO);
    now = (*serving)->expires();
    context.run_for(50ms);
    const auto told = log.text();
    CHECK_THAT(told, ContainsSubstring("renewing the self-signed certificate: " + options.cert_dir));
    CHECK(std::ranges::count(told, '\n') == 1);
    CHECK((*serving)->current() != nullptr);

    std::filesystem::remove_all(options.cert_dir + "/apiserver.key.new");
    test::run_until(context, [&] { return log.text().find("renewed") != std::string::npos; });
    tasks.cancel();
    test::run_coroutine(context, tasks.join());
}

TEST_CASE_METHOD(fixture, "a certificate that the flags name is never renewed, however old") {
    write(test::certificate({.common_name = "barograph", .not_after = -1h}));
    options.tls_cert_file = (folder.path() / "tls.crt").string();
    options.tls_private_key_file = (folder.path() / "tls.key").string();
    renewal.look_every = 1ms;
    const auto serving = created();
    REQUIRE(serving.has_value());
    test::run_coroutine(context, (*serving)->renew());
    CHECK((*serving)->expires() < now);
}

TEST_CASE_METHOD(fixture, "the trap of a renamed Service: a certificate that is not for it is told") {
    write(test::certificate({.common_name = "me",
                             .extended_key_usage = "serverAuth",
                             .alternative_names = "DNS:barograph.monitoring.svc"}));
    options.tls_cert_file = (folder.path() / "tls.crt").string();
    options.tls_private_key_file = (folder.path() / "tls.key").string();
    const auto told = [&](std::optional<kube::service_name> service) {
        const test::captured_output log(STDERR_FILENO);
        options.apiservice_service = std::move(service);
        REQUIRE(created().has_value());
        return log.text();
    };
    CHECK(told(std::nullopt).empty());
    CHECK(told(kube::service_name{.ns = "monitoring", .name = "barograph"}).empty());
    CHECK_THAT(told(kube::service_name{.ns = "monitoring", .name = "renamed"}),
               ContainsSubstring("tls.crt is not for renamed.monitoring.svc"));
}

TEST_CASE_METHOD(fixture, "a certificate for the Service may be one of those for names") {
    write(test::certificate({.common_name = "main", .alternative_names = "DNS:other"}));
    const test::certificate own(
        {.common_name = "own", .alternative_names = "DNS:barograph.monitoring.svc", .not_after = 2h});
    options.tls_cert_file = (folder.path() / "tls.crt").string();
    options.tls_private_key_file = (folder.path() / "tls.key").string();
    options.tls_sni_cert_key = {{.certificate_file = folder.write("own.crt", own.pem()),
                                 .key_file = folder.write("own.key", own.key_pem())}};
    options.apiservice_service = kube::service_name{.ns = "monitoring", .name = "barograph"};
    const test::captured_output log(STDERR_FILENO);
    const auto serving = created();
    REQUIRE(serving.has_value());
    CHECK(log.text().empty());
    CHECK((*serving)->expires_by_name() == (*serving)->expires() + 1h);
}

} // namespace serving_certificates_test

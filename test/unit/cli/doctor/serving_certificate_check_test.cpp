#include "cli/doctor/serving_certificate_check.hpp"
#include "net/tls_server.hpp"
#include "test/support/certificates.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/cli/doctor/installed_service.hpp"

namespace doctor_serving_certificate_check_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::certificate;
using test::ContainsSubstring;
using list = std::vector<std::string>;

namespace {

std::string base64_of(const std::string& text) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string encoded;
    for (std::size_t at = 0; at < text.size(); at += 3) {
        const auto byte = [&](std::size_t i) {
            return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
        };
        const auto bits = byte(0) << 16U | byte(1) << 8U | byte(2);
        encoded += digits[bits >> 18U & 63U];
        encoded += digits[bits >> 12U & 63U];
        encoded += at + 1 < text.size() ? digits[bits >> 6U & 63U] : '=';
        encoded += at + 2 < text.size() ? digits[bits & 63U] : '=';
    }
    return encoded;
}

struct fixture : test::installed_service {
    // The replica shows a certificate of the CA for these names, for so long.
    void show(const std::string& names, std::chrono::seconds not_after) {
        const certificate shown({.common_name = "serving",
                                 .issuer = &ca,
                                 .extended_key_usage = "serverAuth",
                                 .alternative_names = names,
                                 .not_after = not_after});
        auto settings = net::create_tls_server(
            {.main = {folder.write("crt", shown.pem()), folder.write("key", shown.key_pem())}});
        REQUIRE(settings.has_value());
        replica.use_tls(settings->context);
    }

    void trust(const certificate& bundle) { registration["spec"]["caBundle"] = base64_of(bundle.pem()); }

    list look() {
        install(port);
        return test::lines_of(make(cli::check_serving_certificate));
    }

    certificate ca{{.common_name = "serving-ca", .is_ca = true, .not_after = 24h * 365}};
    test::temporary_folder folder;
    test::scripted_server replica{context.get_executor()};
    std::uint16_t port = replica.port();
};

constexpr const char* right_name = "DNS:barograph.monitoring.svc";

} // namespace

TEST_CASE_METHOD(fixture, "a replica whose certificate the aggregator accepts is good") {
    show(right_name, 24h * 60 + 1min);
    trust(ca);
    const auto found = look();
    REQUIRE(found.size() == 1);
    CHECK_THAT(found.front(), ContainsSubstring("ok serving-certificate: 1 replica shows a certificate for "
                                                "barograph.monitoring.svc, valid until ") &&
                                  ContainsSubstring(" (60 days)"));
}

TEST_CASE_METHOD(fixture, "a CA bundle that does not verify the replica's certificate is wrong") {
    show(right_name, 24h * 60);
    trust(certificate({.common_name = "stranger", .is_ca = true}));
    const auto found = look();
    REQUIRE(found.size() == 1);
    CHECK_THAT(found.front(),
               ContainsSubstring("wrong serving-certificate: the APIService's caBundle does not verify the "
                                 "certificate that 127.0.0.1:") &&
                   ContainsSubstring("(issued by CN=serving-ca): no CA in it issued the certificate; repair: "
                                     "kubectl patch apiservice"));
}

TEST_CASE_METHOD(fixture, "a certificate for another name is wrong, with one that would do") {
    show("DNS:old-name.monitoring.svc", 24h * 60);
    trust(ca);
    CHECK_THAT(look().front(),
               ContainsSubstring("shows is for old-name.monitoring.svc, not for barograph.monitoring.svc") &&
                   ContainsSubstring("openssl req -x509") &&
                   ContainsSubstring("subjectAltName=DNS:barograph.monitoring.svc"));
}

TEST_CASE_METHOD(fixture, "a certificate that ends soon is warned of, and one that has ended is wrong") {
    trust(ca);
    registration["metadata"]["annotations"] = {{"meta.helm.sh/release-name", "b"},
                                               {"meta.helm.sh/release-namespace", "monitoring"}};
    SECTION("soon") {
        show(right_name, 24h * 13);
        CHECK_THAT(look().front(), ContainsSubstring("warning serving-certificate: ") &&
                                       ContainsSubstring("(12 days)") &&
                                       ContainsSubstring("helm upgrade b CHART --namespace monitoring"));
    }
    SECTION("ended") {
        show(right_name, -1min);
        CHECK_THAT(look().front(), ContainsSubstring("wrong serving-certificate: ") &&
                                       ContainsSubstring("certificate has expired") &&
                                       ContainsSubstring("helm upgrade b CHART"));
    }
}

TEST_CASE_METHOD(fixture, "an aggregator that is told not to verify is warned of, whatever the certificate") {
    show("DNS:anything", 24h * 60);
    registration["spec"]["insecureSkipTLSVerify"] = true;
    const auto found = look();
    REQUIRE(found.size() == 2);
    CHECK_THAT(found[0], ContainsSubstring("warning serving-certificate: the APIService has "
                                           "insecureSkipTLSVerify") &&
                             ContainsSubstring("\"insecureSkipTLSVerify\":false"));
    CHECK_THAT(found[1], ContainsSubstring("ok serving-certificate: "));
}

TEST_CASE_METHOD(fixture, "an APIService without a caBundle is warned of") {
    show(right_name, 24h * 60);
    CHECK_THAT(look().front(),
               ContainsSubstring("warning serving-certificate: the APIService has no caBundle"));
}

TEST_CASE_METHOD(fixture, "replicas that can't be reached from here are skipped, and named") {
    replica.stop_listening();
    trust(ca);
    const auto found = look();
    REQUIRE(found.size() == 1);
    CHECK_THAT(
        found.front(),
        ContainsSubstring("skipped serving-certificate: no replica can be reached from here (127.0.0.1:") &&
            ContainsSubstring("refused"));
}

TEST_CASE_METHOD(fixture, "what a chart writes wrong into the APIService shows without any replica") {
    registration["spec"]["insecureSkipTLSVerify"] = true;
    install(port, false);
    const auto found = test::lines_of(make(cli::check_serving_certificate));
    REQUIRE(found.size() == 2);
    CHECK_THAT(found[0], ContainsSubstring("warning serving-certificate: "));
    CHECK_THAT(found[1], ContainsSubstring("skipped serving-certificate: no replica is known"));
}

} // namespace doctor_serving_certificate_check_test

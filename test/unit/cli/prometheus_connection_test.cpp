#include "cli/prometheus_connection.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/temporary_folder.hpp"

namespace prometheus_connection_test {

using namespace barograph;
using test::certificate;
using test::ContainsSubstring;
using headers = std::vector<std::pair<std::string, std::string>>;

namespace {

struct fixture {
    net::http_client_options connection() const {
        auto made = cli::prometheus_connections(options);
        INFO((made ? std::string() : made.error()));
        REQUIRE(made.has_value());
        REQUIRE(made->size() == 1);
        return std::move(made->front());
    }

    std::string refusal() const {
        const auto made = cli::prometheus_connections(options);
        REQUIRE_FALSE(made.has_value());
        CHECK(made.error().find('\n') == std::string::npos);
        return made.error();
    }

    test::temporary_folder folder;
    cli::prometheus_options options{.prometheus_urls = {"http://prometheus:9090"}};
};

} // namespace

TEST_CASE_METHOD(fixture, "a plain URL needs nothing else") {
    const auto made = connection();
    CHECK(made.base.host == "prometheus");
    CHECK(made.tls == nullptr);
    CHECK(made.headers.empty());
    CHECK_FALSE(made.authorization);
}

TEST_CASE_METHOD(fixture, "a URL that is none is refused by the flag's name, without its password") {
    options.prometheus_urls = {"ftp://user:secret@prometheus"};
    CHECK_THAT(refusal(), test::StartsWith("--prometheus-url: its scheme is \"ftp\""));
    CHECK_THAT(refusal(), !ContainsSubstring("secret"));
}

TEST_CASE_METHOD(fixture, "headers are name and value, split at the first equals sign") {
    options.prometheus_headers = {"X-Scope-OrgID=team-a", "X-Empty=", "X-Odd=a=b, c: d", "Host=other"};
    CHECK(connection().headers ==
          headers{{"X-Scope-OrgID", "team-a"}, {"X-Empty", ""}, {"X-Odd", "a=b, c: d"}, {"Host", "other"}});
}

TEST_CASE_METHOD(fixture, "what is no header is refused, and nothing of it but the name is repeated") {
    const auto* header =
        GENERATE("Authorization: Bearer secret==", "Authorization Bearer=secret", "secret", "", "=secret",
                 "X-A=secret\r\nX-B: 1", "X-A=secret\x7f", "X\n=secret", "Ä=secret");
    options.prometheus_headers = {header};
    CHECK_THAT(refusal(), test::StartsWith("--prometheus-header: \""));
    if (std::string(header) != "secret") {
        CHECK_THAT(refusal(), !ContainsSubstring("secret"));
    }
}

TEST_CASE_METHOD(fixture, "headers that tell where a request ends are not the operator's to set") {
    const auto* header =
        GENERATE("Content-Length=1", "transfer-encoding=chunked", "CONNECTION=close", "Upgrade=x",
                 "Trailer=x", "Expect=100-continue", "TE=trailers", "Content-Type=x");
    options.prometheus_headers = {header};
    CHECK_THAT(refusal(), ContainsSubstring("is set by Barograph itself"));
}

TEST_CASE_METHOD(fixture, "a token file is read at the start, and again when it is replaced") {
    options.prometheus_token_file = folder.write("token", "first\n");
    const auto made = connection();
    CHECK(made.authorization() == "Bearer first");
    folder.write("token", "the second");
    CHECK(made.authorization() == "Bearer the second");

    options.prometheus_token_file += ".none";
    CHECK_THAT(refusal(), ContainsSubstring("token.none: No such file or directory"));
}

TEST_CASE_METHOD(fixture, "the URL's user is basic authentication, unless there is a token") {
    options.prometheus_urls = {"http://Aladdin:open%20sesame@prometheus"};
    CHECK(connection().authorization() == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    options.prometheus_urls = {"http://:x@prometheus"};
    CHECK(connection().authorization() == "Basic Ong=");
    options.prometheus_token_file = folder.write("token", "t");
    CHECK(connection().authorization() == "Bearer t");
}

TEST_CASE_METHOD(fixture, "an https URL has TLS settings, of which the unusable is named") {
    options.prometheus_urls = {"https://prometheus"};
    CHECK(connection().tls != nullptr);
    const certificate own({.common_name = "me", .is_ca = true});
    options.prometheus_ca_file = folder.write("ca.crt", own.pem());
    options.prometheus_client_tls_cert_file = folder.write("own.crt", own.pem());
    options.prometheus_client_tls_key_file = folder.write("own.key", own.key_pem());
    CHECK(connection().tls != nullptr);

    SECTION("the CA") {
        options.prometheus_ca_file = folder.write("bad.crt", "garbage");
        CHECK_THAT(refusal(), ContainsSubstring("bad.crt: no usable PEM certificate"));
    }
    SECTION("the certificate") {
        options.prometheus_client_tls_cert_file += ".none";
        CHECK_THAT(refusal(), ContainsSubstring("own.crt.none: No such file"));
    }
    SECTION("the key") {
        options.prometheus_client_tls_key_file = folder.write("bad.key", "garbage");
        CHECK_THAT(refusal(), ContainsSubstring("bad.key: no usable PEM private key"));
    }
}

TEST_CASE_METHOD(fixture, "a kubeconfig lends its token, which a token file replaces") {
    options.prometheus_auth_config =
        folder.write("kubeconfig", "apiVersion: v1\nkind: Config\ncurrent-context: c\n"
                                   "clusters: [{name: k, cluster: {server: \"https://kubernetes\"}}]\n"
                                   "users: [{name: u, user: {token: lent}}]\n"
                                   "contexts: [{name: c, context: {cluster: k, user: u}}]\n");
    CHECK(connection().authorization() == "Bearer lent");
    options.prometheus_token_file = folder.write("token", "own");
    CHECK(connection().authorization() == "Bearer own");
    options.prometheus_auth_config += ".none";
    CHECK_THAT(refusal(), ContainsSubstring("kubeconfig.none"));
}

TEST_CASE_METHOD(fixture,
                 "several URLs are several backends in their order, each with its path and its user") {
    options.prometheus_urls = {"https://first/prometheus/", "http://u:p@second:8481/select/0/prometheus",
                               "https://third"};
    options.prometheus_headers = {"X-Scope-OrgID=team-a"};
    const auto made = cli::prometheus_connections(options);
    REQUIRE(made.has_value());
    REQUIRE(made->size() == 3);
    CHECK(made->at(0).base.redacted() == "https://first/prometheus");
    CHECK(made->at(1).base.redacted() == "http://second:8481/select/0/prometheus");
    CHECK(made->at(2).base.redacted() == "https://third");
    // Files of CA and key are read once for all.
    CHECK(made->at(0).tls != nullptr);
    CHECK(made->at(1).tls == nullptr);
    CHECK(made->at(2).tls == made->at(0).tls);
    CHECK_FALSE(made->at(0).authorization);
    CHECK(made->at(1).authorization() == "Basic dTpw");
    CHECK_FALSE(made->at(2).authorization);
    for (const auto& each : *made) {
        CHECK(each.headers == headers{{"X-Scope-OrgID", "team-a"}});
    }
}

TEST_CASE_METHOD(fixture, "of several URLs the wrong one is refused, and one that comes again") {
    options.prometheus_urls = {"http://prometheus", "http://u:secret@"};
    CHECK_THAT(refusal(), test::StartsWith("--prometheus-url: ") && !ContainsSubstring("secret"));
    options.prometheus_urls = {"http://a:secret@prometheus/x/", "http://prometheus:80/x"};
    CHECK(refusal() ==
          "--prometheus-url: http://prometheus/x is given twice; expected another backend each time");
}

} // namespace prometheus_connection_test

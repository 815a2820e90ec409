#include "kube/kubeconfig.hpp"
#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"

namespace kubeconfig_test {

using namespace barograph;
using test::ContainsSubstring;

namespace {

constexpr const char* path = "/etc/barograph/kubeconfig";

// A kubeconfig whose cluster and user have these fields, each a line of YAML.
std::string kubeconfig(const std::string& cluster, const std::string& user) {
    return "apiVersion: v1\nkind: Config\ncurrent-context: here\n"
           "contexts:\n- {name: other, context: {cluster: nowhere, user: nobody}}\n"
           "- name: here\n  context: {cluster: prod, user: barograph, namespace: x}\n"
           "clusters:\n- name: prod\n  cluster:\n" +
           cluster + "users:\n- name: barograph\n  user:\n" + user;
}

const std::string server = "    server: https://k8s.example:6443\n";

std::string refusal(const std::string& text) {
    const auto result = kube::parse_kubeconfig(text, path);
    REQUIRE_FALSE(result.has_value());
    CHECK_THAT(result.error(), test::StartsWith(path));
    return result.error();
}

} // namespace

TEST_CASE("certificates and key of a kubeconfig come as data or as files") {
    SECTION("as data") {
        const auto result =
            kube::parse_kubeconfig(kubeconfig(server + "    certificate-authority-data: Q0E=\n",
                                              "    client-certificate-data: Q0VSVA==\n"
                                              "    client-key-data: S0VZ\n"),
                                   path);
        REQUIRE(result.has_value());
        CHECK(result->server.redacted() == "https://k8s.example:6443");
        CHECK(result->tls.ca.text == "CA");
        CHECK(result->tls.certificate.text == "CERT");
        CHECK(result->tls.key.text == "KEY");
        CHECK(result->tls.ca.file.empty());
        CHECK_FALSE(result->tls.insecure_skip_verify);
        CHECK(result->tls.server_name.empty());
        CHECK(result->token.empty());
    }
    SECTION("as files, relative ones below the kubeconfig's folder") {
        const auto result =
            kube::parse_kubeconfig(kubeconfig(server + "    certificate-authority: pki/ca.crt\n",
                                              "    client-certificate: /var/lib/client.crt\n"
                                              "    client-key: ../client.key\n"),
                                   path);
        REQUIRE(result.has_value());
        CHECK(result->tls.ca.file == "/etc/barograph/pki/ca.crt");
        CHECK(result->tls.certificate.file == "/var/lib/client.crt");
        CHECK(result->tls.key.file == "/etc/client.key");
    }
    SECTION("as both: the data counts") {
        const auto result = kube::parse_kubeconfig(
            kubeconfig(server + "    certificate-authority: ca.crt\n    certificate-authority-data: Q0E=\n",
                       "    {}\n"),
            path);
        REQUIRE(result.has_value());
        CHECK(result->tls.ca.text == "CA");
        CHECK(result->tls.ca.file.empty());
    }
}

TEST_CASE("a kubeconfig's token and token file are both kept") {
    const auto result =
        kube::parse_kubeconfig(kubeconfig(server, "    token: secret\n    tokenFile: run/token\n"), path);
    REQUIRE(result.has_value());
    CHECK(result->token == "secret");
    CHECK(result->token_file == "/etc/barograph/run/token");
}

TEST_CASE("a kubeconfig may name the server's certificate and may leave it unverified") {
    SECTION("tls-server-name") {
        const auto result = kube::parse_kubeconfig(
            kubeconfig(server + "    tls-server-name: kubernetes\n", "    {}\n"), path);
        REQUIRE(result.has_value());
        CHECK(result->tls.server_name == "kubernetes");
    }
    SECTION("insecure-skip-tls-verify") {
        const std::string value = GENERATE("true", "false");
        const auto result = kube::parse_kubeconfig(
            kubeconfig(server + "    insecure-skip-tls-verify: " + value + "\n", "    {}\n"), path);
        REQUIRE(result.has_value());
        CHECK(result->tls.insecure_skip_verify == (value == "true"));
    }
    SECTION("but not while it names a CA") {
        CHECK_THAT(refusal(kubeconfig(
                       server + "    insecure-skip-tls-verify: true\n    certificate-authority: ca.crt\n",
                       "    {}\n")),
                   ContainsSubstring("insecure-skip-tls-verify"));
    }
}

TEST_CASE("empty and null fields of a kubeconfig count as absent, and unknown ones are left alone") {
    const auto result = kube::parse_kubeconfig(
        kubeconfig(
            server + "    certificate-authority: ''\n    proxy-url:\n    disable-compression: true\n",
            "    token: t\n    exec: null\n    as: ''\n    as-groups: []\n    extensions: [{name: x}]\n"),
        path);
    REQUIRE(result.has_value());
    CHECK_FALSE(result->tls.ca.given());
    CHECK(result->token == "t");
}

TEST_CASE("a kubeconfig may be JSON, and its context may have no user") {
    const auto result = kube::parse_kubeconfig(
        R"({"current-context":"a","contexts":[{"name":"a","context":{"cluster":"c","user":""}}],)"
        R"("clusters":[{"name":"c","cluster":{"server":"http://127.0.0.1:8001"}}]})",
        path);
    REQUIRE(result.has_value());
    CHECK(result->server.redacted() == "http://127.0.0.1:8001");
}

TEST_CASE("what a kubeconfig asks for and Barograph can't do is refused by name") {
    const std::string user_field =
        GENERATE("exec: {command: aws}", "auth-provider: {name: gcp}", "username: admin", "password: p",
                 "as: admin", "as-uid: '1'", "as-groups: [system:masters]", "as-user-extra: {a: [b]}");
    const auto name = user_field.substr(0, user_field.find(':'));
    CHECK_THAT(refusal(kubeconfig(server, "    " + user_field + "\n")),
               ContainsSubstring("the user has " + name + ","));
}

TEST_CASE("a proxy is refused by name") {
    CHECK_THAT(refusal(kubeconfig(server + "    proxy-url: socks5://p\n", "    {}\n")),
               ContainsSubstring("proxy-url"));
}

TEST_CASE("http:// is for this machine only") {
    const std::string loopback = GENERATE("http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1");
    CHECK(kube::parse_kubeconfig(kubeconfig("    server: " + loopback + "\n", "    {}\n"), path).has_value());
    const std::string remote =
        GENERATE("http://10.0.0.1", "http://k8s.example", "http://localhost.evil.example");
    CHECK_THAT(refusal(kubeconfig("    server: " + remote + "\n", "    {}\n")),
               ContainsSubstring("expected https://"));
}

TEST_CASE("a broken kubeconfig is refused with what is wrong") {
    struct row {
        std::string text;
        std::string expected;
    };

    const auto r = GENERATE(values<row>({
        {"", "not a kubeconfig"},
        {"- a\n", "not a kubeconfig"},
        {"kind: Config\n", "current-context is not set"},
        {"current-context: a\n", "context \"a\" is not defined"},
        {"current-context: a\ncontexts: [{name: a, context: {cluster: c}}]\n",
         "cluster \"c\" is not defined"},
        {"current-context: a\ncontexts: [{name: a}, {name: a}]\n", "context \"a\" is defined more than once"},
        {"current-context: a\ncontexts: [{name: a, context: text}]\n", "context \"a\" is not a map"},
        {kubeconfig("    server: ''\n", "    {}\n"), "server is unusable"},
        {kubeconfig("    server: k8s.example\n", "    {}\n"), "server is unusable"},
        {kubeconfig("    server: https://u:p@k8s.example\n", "    {}\n"), "user name or password"},
        {kubeconfig("    server: https://a\n    insecure-skip-tls-verify: maybe\n", "    {}\n"), "kind"},
        {kubeconfig(server, "    client-certificate: a\n"), "only one of client-certificate and client-key"},
        {kubeconfig(server, "    client-key-data: S0VZ\n"), "only one of client-certificate and client-key"},
        {kubeconfig(server + "    certificate-authority-data: '!'\n", "    {}\n"),
         "certificate-authority-data is not base64"},
        {kubeconfig(server, "    token: [a]\n"), "kind"},
    }));
    CHECK_THAT(refusal(r.text), ContainsSubstring(r.expected));
}

TEST_CASE("a user that the context names must be defined") {
    auto text = kubeconfig(server, "    {}\n");
    text.replace(text.find("user: barograph"), std::string("user: barograph").size(), "user: someone");
    CHECK_THAT(refusal(text), ContainsSubstring("user \"someone\" is not defined"));
}

TEST_CASE("a kubeconfig that is no YAML is refused with the line and without what stands there") {
    const auto message = refusal("current-context: a\nusers:\n- name: u\n  user: {token: *hunter2}\n");
    CHECK_THAT(message, ContainsSubstring(":4: not valid YAML"));
    CHECK_THAT(message, !ContainsSubstring("hunter2"));
}

TEST_CASE("a kubeconfig is read from its file, and a missing one is named") {
    const test::temporary_folder folder;
    const auto file = folder.write("config", kubeconfig(server, "    tokenFile: token\n"));
    const auto result = kube::load_kubeconfig(file);
    REQUIRE(result.has_value());
    CHECK(result->token_file == (folder.path() / "token").string());

    const auto missing = kube::load_kubeconfig(file + "2");
    REQUIRE_FALSE(missing.has_value());
    CHECK_THAT(missing.error(), ContainsSubstring(file + "2"));
}

} // namespace kubeconfig_test

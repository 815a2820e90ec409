#include "cli/cluster.hpp"
#include "net/task_group.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"
#include "test/support/temporary_folder.hpp"

#include <nlohmann/json.hpp>

namespace cluster_test {

using namespace barograph;
using test::ContainsSubstring;
using test::scripted_answer;

namespace {

struct fixture {
    fixture() {
        const auto kubeconfig =
            folder.write("kubeconfig", "apiVersion: v1\nkind: Config\ncurrent-context: c\n"
                                       "clusters: [{name: c, cluster: {server: '" +
                                           api.url() +
                                           "'}}]\n"
                                           "users: [{name: u, user: {token: t}}]\n"
                                           "contexts: [{name: c, context: {cluster: c, user: u}}]\n");
        options.authentication_kubeconfig = kubeconfig;
        options.authorization_kubeconfig = kubeconfig;
    }

    cli::cluster connect() {
        auto made = cli::connect_cluster(context.get_executor(), options);
        INFO((made ? std::string() : made.error()));
        REQUIRE(made.has_value());
        return std::move(*made);
    }

    std::string refusal() {
        const auto made = cli::connect_cluster(context.get_executor(), options);
        REQUIRE_FALSE(made.has_value());
        return made.error();
    }

    // Who asks without TLS, by this header.
    std::string asked_by(cli::cluster& with, const std::string& authorization) {
        const auto who = cli::make_authenticator(with, instruments);
        server::http::fields fields;
        fields.set(server::http::field::authorization, authorization);
        server::connection from;
        const server::request question{
            .method = "GET", .path = "/", .query = "", .fields = fields, .from = from};
        const auto user = test::run_coroutine(context, who->authenticate(question));
        return user ? user->name : "error";
    }

    // As kube-apiserver publishes it.
    [[nodiscard]] std::string published() const {
        const nlohmann::json data = {
            {"client-ca-file", ca.pem()},          {"requestheader-client-ca-file", ca.pem()},
            {"requestheader-allowed-names", "[]"}, {"requestheader-username-headers", R"(["X-Remote-User"])"},
            {"requestheader-group-headers", "[]"}, {"requestheader-extra-headers-prefix", "[]"}};
        return nlohmann::json{{"kind", "ConfigMapList"},
                              {"metadata", {{"resourceVersion", "1"}}},
                              {"items", {{{"data", data}}}}}
            .dump();
    }

    net::asio::io_context context;
    test::scripted_server api{context.get_executor()};
    test::temporary_folder folder;
    test::certificate ca{{.common_name = "ca", .is_ca = true}};
    std::string ca_path = folder.write("ca.crt", ca.pem());
    telemetry::instruments instruments{"1"};
    cli::serve_options options;
};

} // namespace

TEST_CASE_METHOD(fixture, "what flags leave open is looked up in the cluster, and awaited") {
    api.always(scripted_answer::json(published()));
    auto with = connect();
    REQUIRE(with.published != nullptr);
    CHECK(with.front_proxy != nullptr);
    CHECK(with.users != nullptr);
    REQUIRE(cli::lookup_problem(with, options).has_value());
    CHECK_THAT(*cli::lookup_problem(with, options), ContainsSubstring("extension-apiserver-authentication"));
    REQUIRE(test::run_coroutine(context, with.published->refresh()).has_value());
    CHECK_FALSE(cli::lookup_problem(with, options).has_value());
    CHECK(with.published->current() != nullptr);
    CHECK(with.published->current_client_ca() != nullptr);
}

TEST_CASE_METHOD(fixture, "a look-up that fails is tolerated on request") {
    options.authentication_tolerate_lookup_failure = true;
    CHECK_FALSE(cli::lookup_problem(connect(), options).has_value());
}

TEST_CASE_METHOD(fixture, "each part that a flag gives is not looked up") {
    SECTION("the front proxy") {
        options.requestheader_client_ca_file = ca_path;
        api.always(scripted_answer::json(published()));
        auto with = connect();
        REQUIRE(with.published != nullptr);
        REQUIRE(test::run_coroutine(context, with.published->refresh()).has_value());
        CHECK(with.published->current() == nullptr);
        CHECK(with.published->current_client_ca() != nullptr);
        CHECK(with.request_header_file->current()->client_ca_pem == ca.pem());
        CHECK(with.request_header_file->current()->username_headers ==
              std::vector<std::string>{"x-remote-user"});
    }
    SECTION("users' CAs") {
        options.client_ca_file = ca_path;
        api.always(scripted_answer::json(published()));
        auto with = connect();
        REQUIRE(with.published != nullptr);
        REQUIRE(test::run_coroutine(context, with.published->refresh()).has_value());
        CHECK(with.published->current() != nullptr);
        CHECK(with.published->current_client_ca() == nullptr);
        CHECK(*with.client_ca_file->current_client_ca() == ca.pem());
    }
    SECTION("both") {
        options.client_ca_file = ca_path;
        options.requestheader_client_ca_file = ca_path;
        const auto with = connect();
        CHECK(with.published == nullptr);
        CHECK(with.front_proxy != nullptr);
        CHECK(with.users != nullptr);
        CHECK_FALSE(cli::lookup_problem(with, options).has_value());
    }
}

TEST_CASE_METHOD(fixture, "without a look-up and without CAs only tokens count") {
    options.authentication_skip_lookup = true;
    options.api_audiences = {"barograph"};
    auto with = connect();
    CHECK(with.published == nullptr);
    CHECK(with.front_proxy == nullptr);
    CHECK(with.users == nullptr);
    CHECK_FALSE(cli::lookup_problem(with, options).has_value());
    api.always(scripted_answer::reply(201, R"({"kind":"TokenReview","status":{"authenticated":true,)"
                                           R"("user":{"username":"eve"},"audiences":["barograph"]}})"));
    CHECK(asked_by(with, "Bearer abc") == "eve");
    CHECK_THAT(api.requests().at(0).body, ContainsSubstring(R"("audiences":["barograph"])"));
    CHECK(asked_by(with, "Basic abc") == "system:anonymous");
}

TEST_CASE_METHOD(fixture, "how long a token's user counts is the flag's to say") {
    options.authentication_skip_lookup = true;
    options.token_ttl = std::chrono::nanoseconds(0);
    auto with = connect();
    api.always(scripted_answer::reply(201, R"({"kind":"TokenReview","status":{}})"));
    CHECK(asked_by(with, "Bearer abc") == "error");
    CHECK(asked_by(with, "Bearer abc") == "error");
    CHECK(api.requests().size() == 2);
}

TEST_CASE_METHOD(fixture, "a file that is unusable is an error with its flag") {
    const auto bad = folder.write("bad.crt", "x");
    SECTION("users' CAs") {
        options.client_ca_file = bad;
        CHECK_THAT(refusal(), test::StartsWith("--client-ca-file: ") && ContainsSubstring("bad.crt"));
    }
    SECTION("the front proxy's") {
        options.requestheader_client_ca_file = bad;
        CHECK_THAT(refusal(), test::StartsWith("--requestheader-client-ca-file: "));
    }
    SECTION("the names") {
        options.requestheader_client_ca_file = ca_path;
        options.requestheader_username_headers = {"no header"};
        CHECK_THAT(refusal(), ContainsSubstring("requestheader-username-headers"));
    }
}

TEST_CASE_METHOD(fixture, "a Kubernetes API whose certificate is not verified is refused") {
    options.authorization_kubeconfig =
        folder.write("insecure", "apiVersion: v1\nkind: Config\ncurrent-context: c\n"
                                 "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1', "
                                 "insecure-skip-tls-verify: true}}]\n"
                                 "users: [{name: u, user: {token: t}}]\n"
                                 "contexts: [{name: c, context: {cluster: c, user: u}}]\n");
    CHECK_THAT(refusal(), test::StartsWith("--authorization-kubeconfig: "));
    CHECK_THAT(refusal(), ContainsSubstring("insecure-skip-tls-verify"));
}

TEST_CASE_METHOD(fixture,
                 "whose the APIService is, is asked only when its Service is named, and shown at once") {
    options.authentication_skip_lookup = true;
    server::health probes;
    auto without = connect();
    CHECK(without.registration == nullptr);
    cli::show_registration(without, instruments, probes);
    CHECK_THAT(*probes.answer("readyz", "", true).body, !ContainsSubstring("apiservice"));

    options.apiservice_service = kube::service_name{"monitoring", "barograph"};
    auto with = connect();
    REQUIRE(with.registration != nullptr);
    cli::show_registration(with, instruments, probes);
    CHECK_THAT(instruments.expose(), !ContainsSubstring("barograph_apiservice_registered"));
    CHECK_THAT(*probes.answer("readyz", "", true).body,
               ContainsSubstring("[i]apiservice-registration: it is not known"));

    api.then(scripted_answer::json(
        R"({"kind":"APIServiceList","metadata":{"resourceVersion":"1"},"items":[{"spec":{"service":)"
        R"({"namespace":"keda","name":"k"}}}]})"));
    api.always(scripted_answer::never());
    net::task_group background(context.get_executor(),
                               [](const std::string& task, const std::exception_ptr&) { FAIL(task); });
    background.spawn("following", with.registration->follow());
    test::run_until(context, [&] { return with.registration->current().has_value(); });
    CHECK_THAT(instruments.expose(), ContainsSubstring("\nbarograph_apiservice_registered 0\n"));
    const auto ready = probes.answer("readyz", "", true);
    CHECK(ready.status == 200);
    CHECK_THAT(*ready.body,
               ContainsSubstring("names Service keda/k, not this server's monitoring/barograph"));
    background.cancel();
    test::run_coroutine(context, background.join());
}

TEST_CASE_METHOD(fixture, "the days that the CAs have left are told, of each those of the first to expire") {
    const test::certificate later(
        {.common_name = "later", .is_ca = true, .not_after = std::chrono::days(20)});
    const test::certificate soon({.common_name = "soon", .is_ca = true, .not_after = std::chrono::days(10)});
    options.client_ca_file = folder.write("users.crt", later.pem() + soon.pem());
    options.requestheader_client_ca_file = folder.write("proxies.crt", later.pem());
    options.requestheader_username_headers = {"x-remote-user"};
    const auto cluster = connect();
    cli::show_ca_lifetimes(cluster, instruments);
    const auto text = instruments.expose();
    const auto days = [&](const std::string& certificate) {
        const auto line =
            "barograph_certificate_validity_left{certificate=\"" + certificate + "\",unit=\"days\"} ";
        const auto at = text.find(line);
        REQUIRE(at != std::string::npos);
        return std::stod(text.substr(at + line.size()));
    };
    CHECK(days("client_ca") > 9.99);
    CHECK(days("client_ca") <= 10);
    CHECK(days("requestheader_client_ca") > 19.99);
    CHECK(days("requestheader_client_ca") <= 20);
}

} // namespace cluster_test

#include "cli/prometheus_access.hpp"
#include "cli/prometheus_connection.hpp"
#include "net/tls_server.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"
#include "test/support/temporary_folder.hpp"

namespace prometheus_access_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::ContainsSubstring;
using test::scripted_answer;
using strings = std::vector<std::string>;

namespace {

scripted_answer vector_of(const std::string& value) {
    return scripted_answer::json(
        R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,")" + value +
        R"("]}]}})");
}

struct fixture {
    fixture() {
        first.always(vector_of("1"));
        second.always(vector_of("2"));
    }

    void open(telemetry::instruments* counts = nullptr) {
        const auto connections = cli::prometheus_connections(options);
        INFO((connections ? std::string() : connections.error()));
        REQUIRE(connections.has_value());
        access = cli::open_prometheus(context.get_executor(), *connections, options, counts);
    }

    std::string value() {
        const auto came =
            test::run_coroutine(context, access.api->query("up", net::steady_clock::now() + 5s));
        return came ? came->samples.front().value : came.error().message;
    }

    net::asio::io_context context;
    test::scripted_server first{context.get_executor()};
    test::scripted_server second{context.get_executor()};
    test::temporary_folder folder;
    cli::prometheus_options options{.prometheus_urls = {first.url(), second.url()}};
    cli::prometheus_access access;
};

} // namespace

TEST_CASE_METHOD(fixture,
                 "each backend is asked under its own path, as its own user, with everybody's headers") {
    const auto with_user = "http://u:p@127.0.0.1:" + std::to_string(second.port());
    options.prometheus_urls = {first.url() + "/prometheus/", with_user + "/select/0/prometheus"};
    options.prometheus_headers = {"X-Scope-OrgID=team-a"};
    options.prometheus_verb = GENERATE("GET", "POST");
    first.always(scripted_answer::reply(500, "no"));
    open();
    CHECK(value() == "2");
    const auto& one = first.requests().at(0);
    const auto& two = second.requests().at(0);
    CHECK_THAT(one.target, test::StartsWith("/prometheus/api/v1/query"));
    CHECK_THAT(two.target, test::StartsWith("/select/0/prometheus/api/v1/query"));
    CHECK(one.header("Authorization").empty());
    CHECK(two.header("Authorization") == "Basic dTpw");
    for (const auto* request : {&one, &two}) {
        CHECK(request->method == options.prometheus_verb);
        CHECK(request->header("X-Scope-OrgID") == "team-a");
        CHECK_THAT(request->target + request->body, ContainsSubstring("query=up"));
    }
}

TEST_CASE_METHOD(fixture, "http and https go together, and a bearer token is shown to each") {
    const test::certificate ca({.common_name = "ca", .is_ca = true});
    const test::certificate shown({.common_name = "p",
                                   .issuer = &ca,
                                   .extended_key_usage = "serverAuth",
                                   .alternative_names = "IP:127.0.0.1"});
    first.use_tls(net::create_tls_server({.main = {folder.write("server.crt", shown.pem()),
                                                   folder.write("server.key", shown.key_pem())}})
                      ->context);
    options.prometheus_ca_file = folder.write("ca.crt", ca.pem());
    options.prometheus_token_file = folder.write("token", "secret");
    options.prometheus_urls = {first.url(), second.url()};
    open();
    CHECK(value() == "1");
    CHECK(first.requests().at(0).header("Authorization") == "Bearer secret");
    first.always(scripted_answer::disconnect());
    CHECK(value() == "2");
    CHECK(second.requests().at(0).header("Authorization") == "Bearer secret");
}

TEST_CASE_METHOD(
    fixture, "the state of each backend and what was left to the next are in the metrics, without secrets") {
    telemetry::instruments counts("1.2.3");
    options.prometheus_urls = {"http://u:secret@127.0.0.1:" + std::to_string(first.port()), second.url()};
    open(&counts);
    CHECK(access.urls == first.url() + ", then " + second.url());
    const auto up = [](const std::string& url, int is_up) {
        return ContainsSubstring("\nbarograph_prometheus_backend_up{backend=\"" + url + "\"} " +
                                 std::to_string(is_up) + "\n");
    };
    CHECK_THAT(counts.expose(), up(first.url(), 1) && up(second.url(), 1));
    first.always(scripted_answer::disconnect());
    CHECK(value() == "2");
    CHECK(value() == "2");
    const auto text = counts.expose();
    CHECK_THAT(text, up(first.url(), 0) && up(second.url(), 1));
    CHECK_THAT(text, ContainsSubstring("\nbarograph_prometheus_failovers_total 1\n"));
    CHECK_THAT(text, ContainsSubstring("{request=\"query\",result=\"error\"} 1\n"));
    CHECK_THAT(text, ContainsSubstring("{request=\"query\",result=\"success\"} 2\n"));
    CHECK_THAT(text, !ContainsSubstring("secret"));
}

TEST_CASE_METHOD(fixture, "a server gives its only backend pauses, a command that asks once does not") {
    options.prometheus_urls = {first.url()};
    first.always(scripted_answer::disconnect());
    SECTION("a command") {
        open();
        CHECK_THAT(value(), ContainsSubstring("the connection ended") && !ContainsSubstring("down since"));
        value();
        CHECK(first.requests().size() == 2);
    }
    SECTION("a server") {
        telemetry::instruments counts("1.2.3");
        open(&counts);
        CHECK_THAT(value(), ContainsSubstring("down since 20"));
        CHECK_THAT(value(), ContainsSubstring("down since 20"));
        CHECK(first.requests().size() == 1);
    }
}

} // namespace prometheus_access_test

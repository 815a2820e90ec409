#include "net/http_client.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"

namespace http_client_test {

using namespace barograph;
using namespace std::chrono_literals;
using net::http_errc;
using test::ContainsSubstring;
using test::scripted_answer;

namespace {

struct fixture {
    net::http_client_options options() const { return {.base = *net::parse_url(server.url())}; }

    net::http_result send(net::http_client& over, net::http_request request) {
        return test::run_coroutine(context, over.send(std::move(request), net::steady_clock::now() + 5s));
    }

    net::http_result get(const net::http_client_options& with, const std::string& target = "/") {
        net::http_client client(context.get_executor(), with);
        return send(client, {.target = target});
    }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
};

} // namespace

TEST_CASE_METHOD(fixture, "an answer is given whole, whatever its status") {
    const auto status = GENERATE(200U, 204U, 301U, 404U, 429U, 500U, 599U);
    auto answer = scripted_answer::reply(status, status == 204 ? "" : "the body");
    answer.content_type = "text/x";
    answer.headers = {{"retry-after", "17"}};
    server.then(answer);
    const auto got = get(options());
    REQUIRE(got.has_value());
    CHECK(got->status == status);
    CHECK(got->content_type == "text/x");
    CHECK(got->retry_after == "17");
    CHECK(got->body == (status == 204 ? "" : "the body"));
}

TEST_CASE_METHOD(fixture, "a request is what was asked for, below the base URL's path") {
    server.always(scripted_answer::json("{}"));
    auto with = options();
    with.base = *net::parse_url(server.url() + "/prometheus/");
    net::http_client client(context.get_executor(), with);

    REQUIRE(send(client, {.target = "/api/v1/query?query=up"}).has_value());
    const auto& plain = server.requests().at(0);
    CHECK(plain.method == "GET");
    CHECK(plain.target == "/prometheus/api/v1/query?query=up");
    CHECK(plain.header("Host") == "127.0.0.1:" + std::to_string(server.port()));
    CHECK(plain.header("User-Agent") == "barograph");
    CHECK(plain.header("Accept") == "application/json");
    CHECK(plain.header("Content-Length").empty());
    CHECK(plain.header("Authorization").empty());

    REQUIRE(send(client, {.method = "POST", .target = "/x", .content_type = "text/x", .body = "query=up"})
                .has_value());
    const auto& form = server.requests().at(1);
    CHECK(form.method == "POST");
    CHECK(form.header("Content-Type") == "text/x");
    CHECK(form.header("Content-Length") == "8");
    CHECK(form.body == "query=up");

    REQUIRE(send(client, {.method = "POST", .target = "/x"}).has_value());
    CHECK(server.requests().at(2).header("Content-Length") == "0");
}

TEST_CASE_METHOD(fixture, "the answer to HEAD has no body, whatever length it names") {
    server.always(scripted_answer::json("{}"));
    net::http_client client(context.get_executor(), options());
    for (int i = 0; i < 2; ++i) {
        const auto got = send(client, {.method = "HEAD", .target = "/"});
        REQUIRE(got.has_value());
        CHECK(got->status == 200);
        CHECK(got->body.empty());
    }
    CHECK(server.connections() == 1);
}

TEST_CASE_METHOD(fixture, "the options' headers are sent with every request") {
    server.always(scripted_answer::json("{}"));
    auto with = options();
    with.headers = {{"X-Scope-OrgID", "team"}, {"X-Two", "a"}, {"X-Two", "b"}};
    REQUIRE(get(with).has_value());
    CHECK(server.requests().at(0).header("X-Scope-OrgID") == "team");
    const auto& headers = server.requests().at(0).headers;
    CHECK(std::ranges::count(headers, std::pair<std::string, std::string>("X-Two", "a")) == 1);
    CHECK(std::ranges::count(headers, std::pair<std::string, std::string>("X-Two", "b")) == 1);
}

TEST_CASE_METHOD(fixture, "a header of the options takes the place of the usual one") {
    server.always(scripted_answer::json("{}"));
    auto with = options();
    with.headers = {{"host", "prometheus.example"}, {"USER-AGENT", "mine"}, {"Authorization", "Bearer own"}};
    with.authorization = [] { return std::expected<std::string, std::string>("Bearer other"); };
    REQUIRE(get(with).has_value());
    const auto& request = server.requests().at(0);
    const auto count = [&](const std::string& value) {
        return std::ranges::count(request.headers, value, &std::pair<std::string, std::string>::second);
    };
    CHECK(request.header("Host") == "prometheus.example");
    CHECK(request.header("User-Agent") == "mine");
    CHECK(request.header("Authorization") == "Bearer own");
    CHECK(count("Bearer other") == 0);
    CHECK(count("barograph") == 0);
    CHECK(request.headers.size() == 4);
}

TEST_CASE_METHOD(fixture, "authorization is asked for before each request") {
    server.always(scripted_answer::json("{}"));
    std::expected<std::string, std::string> credentials = "Bearer one";
    auto with = options();
    with.authorization = [&] { return credentials; };
    net::http_client client(context.get_executor(), with);
    REQUIRE(send(client, {.target = "/"}).has_value());
    credentials = "Bearer two";
    REQUIRE(send(client, {.target = "/"}).has_value());
    credentials = "";
    REQUIRE(send(client, {.target = "/"}).has_value());
    CHECK(server.requests().at(0).header("Authorization") == "Bearer one");
    CHECK(server.requests().at(1).header("Authorization") == "Bearer two");
    CHECK(server.requests().at(2).headers.size() == 3);

    SECTION("without credentials nothing is sent") {
        credentials = std::unexpected("no token yet");
        const auto got = send(client, {.target = "/"});
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code == http_errc::credentials);
        CHECK(got.error().message == "no token yet");
    }
    SECTION("credentials that would end their header are not sent") {
        const std::string ending = GENERATE("\r\n", "\n", "\r");
        credentials = "Bearer a" + ending + "X-Evil: 1";
        const auto got = send(client, {.target = "/"});
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code == http_errc::credentials);
        CHECK_THAT(got.error().message, !ContainsSubstring("Evil"));
    }
    CHECK(server.requests().size() == 3);
}

TEST_CASE_METHOD(fixture, "a server that nobody runs is an error of the connection, with its URL") {
    auto with = options();
    with.base = *net::parse_url("http://user:secret@127.0.0.1:" + std::to_string(server.port()) + "/x");
    server.stop_listening();
    const auto got = get(with);
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == http_errc::connect);
    CHECK_THAT(got.error().message,
               ContainsSubstring("http://127.0.0.1:") && ContainsSubstring("/x: Connection refused"));
    CHECK_THAT(got.error().message, !ContainsSubstring("secret"));
}

TEST_CASE_METHOD(fixture, "a name that cannot be looked up is an error of its own") {
    auto with = options();
    with.base.host = std::string(70, 'x') + ".invalid";
    const auto got = get(with);
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == http_errc::resolve);
}

} // namespace http_client_test

#include "kube/api_client.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"
#include "test/support/temporary_folder.hpp"

namespace api_client_test {

using namespace barograph;
using namespace std::chrono_literals;
using kube::errc;
using test::ContainsSubstring;
using test::scripted_answer;

namespace {

using result = std::expected<std::string, kube::error>;

struct fixture {
    kube::cluster_credentials credentials() const {
        kube::cluster_credentials found;
        found.server = *net::parse_url(server.url());
        return found;
    }

    std::unique_ptr<kube::api_client> client(kube::cluster_credentials with) {
        auto made = kube::create_api_client(context.get_executor(), std::move(with));
        REQUIRE(made.has_value());
        return std::move(*made);
    }

    result get(kube::api_client& from, const std::string& path = "/api/v1/x",
               std::chrono::milliseconds within = 5s) {
        return test::run_coroutine(context, from.get(path, net::steady_clock::now() + within));
    }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
};

} // namespace

TEST_CASE_METHOD(fixture, "an object is got as it is") {
    server.then(scripted_answer::json(R"({"kind":"ConfigMap"})"));
    const auto api = client(credentials());
    CHECK(get(*api, "/api/v1/namespaces/a/configmaps/b") == R"({"kind":"ConfigMap"})");
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].method == "GET");
    CHECK(server.requests()[0].target == "/api/v1/namespaces/a/configmaps/b");
    CHECK(server.requests()[0].header("Accept") == "application/json");
    CHECK(server.requests()[0].header("Authorization").empty());
    CHECK(server.requests()[0].body.empty());
}

TEST_CASE_METHOD(fixture, "an object is created by a POST of JSON") {
    server.then(scripted_answer::reply(201, R"({"made":1})"));
    const auto api = client(credentials());
    const auto made = test::run_coroutine(
        context, api->create("/apis/g/v1/things", R"({"a":1})", net::steady_clock::now() + 5s));
    CHECK(made == R"({"made":1})");
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].method == "POST");
    CHECK(server.requests()[0].target == "/apis/g/v1/things");
    CHECK(server.requests()[0].header("Content-Type") == "application/json");
    CHECK(server.requests()[0].body == R"({"a":1})");
}

TEST_CASE_METHOD(fixture, "requests after one another share a connection") {
    server.always(scripted_answer::json("{}"));
    const auto api = client(credentials());
    CHECK(get(*api).has_value());
    CHECK(get(*api).has_value());
    CHECK(server.connections() == 1);
}

TEST_CASE_METHOD(fixture, "a token is shown, and a token file is read again when it is replaced") {
    server.always(scripted_answer::json("{}"));
    const test::temporary_folder folder;
    auto with = credentials();
    with.token = "fixed";
    SECTION("a token") {
        const auto api = client(with);
        CHECK(get(*api).has_value());
        CHECK(server.requests().at(0).header("Authorization") == "Bearer fixed");
    }
    SECTION("a token file, which goes before the token") {
        with.token_file = folder.write("token", "first\n");
        const auto api = client(with);
        CHECK(get(*api).has_value());
        folder.write("token", "second");
        CHECK(get(*api).has_value());
        CHECK(server.requests().at(0).header("Authorization") == "Bearer first");
        CHECK(server.requests().at(1).header("Authorization") == "Bearer second");
    }
    SECTION("the token, while the token file is missing") {
        with.token_file = (folder.path() / "none").string();
        const auto api = client(with);
        CHECK(get(*api).has_value());
        CHECK(server.requests().at(0).header("Authorization") == "Bearer fixed");
    }
}

TEST_CASE_METHOD(fixture, "a token that can't be read any more is shown on, and the log says why") {
    server.always(scripted_answer::json("{}"));
    const test::temporary_folder folder;
    auto with = credentials();
    with.token_file = folder.write("token", "first");
    std::vector<std::string> warnings;
    auto api = kube::create_api_client(
        context.get_executor(), with,
        {.info = {}, .warning = [&](const std::string& text) { warnings.push_back(text); }});
    REQUIRE(api.has_value());
    std::filesystem::remove(with.token_file);
    CHECK(get(**api).has_value());
    CHECK(server.requests().at(0).header("Authorization") == "Bearer first");
    CHECK(warnings ==
          std::vector{with.token_file + ": No such file or directory; what was read last stays in force"});
}

TEST_CASE_METHOD(fixture, "credentials that can't be used are refused at once, without showing them") {
    const test::temporary_folder folder;
    auto with = credentials();
    std::string expected;
    SECTION("a token file that is missing") {
        with.token_file = expected = (folder.path() / "none").string();
    }
    SECTION("a token that would break the header") {
        with.token = "secret\r\nX-Remote-User: admin";
        expected = "characters that no token has";
    }
    SECTION("a CA that is none") {
        with.server.tls = true;
        with.tls.ca.text = "secret";
        expected = "CA data";
    }
    SECTION("a key that does not fit its certificate") {
        const test::certificate one({.common_name = "c"});
        const test::certificate other({.common_name = "c"});
        with.server.tls = true;
        with.tls.certificate.text = one.pem();
        with.tls.key.text = other.key_pem();
        expected = "client key";
    }
    const auto made = kube::create_api_client(context.get_executor(), with);
    REQUIRE_FALSE(made.has_value());
    CHECK_THAT(made.error(), ContainsSubstring(expected));
    CHECK_THAT(made.error(), !ContainsSubstring("secret"));
}

TEST_CASE_METHOD(fixture, "each status that is no success is an error of its kind") {
    struct row {
        unsigned status;
        errc code;
    };

    const auto r = GENERATE(values<row>({
        {202, errc::malformed},
        {204, errc::malformed},
        {302, errc::malformed},
        {400, errc::rejected},
        {401, errc::unauthorized},
        {403, errc::forbidden},
        {404, errc::rejected},
        {409, errc::rejected},
        {429, errc::unavailable},
        {500, errc::unavailable},
        {503, errc::unavailable},
    }));
    server.then(scripted_answer::reply(r.status, r.status == 204 ? "" : "{}"));
    const auto api = client(credentials());
    const auto got = get(*api);
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == r.code);
    CHECK_THAT(got.error().message, ContainsSubstring("status " + std::to_string(r.status)));
    CHECK_THAT(got.error().message, ContainsSubstring("GET /api/v1/x"));
    CHECK_THAT(got.error().message, ContainsSubstring(server.url()));
}

TEST_CASE_METHOD(fixture, "the message of a Status object is told, on one line and not without end") {
    const auto api = client(credentials());
    const auto message_for = [&](const std::string& body) {
        server.then(scripted_answer::reply(403, body));
        const auto got = get(*api);
        REQUIRE_FALSE(got.has_value());
        return got.error().message;
    };
    CHECK_THAT(message_for(R"({"kind":"Status","message":"User \"eve\" cannot get\nconfigmaps"})"),
               ContainsSubstring("status 403 (User \"eve\" cannot get configmaps)"));
    CHECK_THAT(message_for(R"({"kind":"Other","message":"not this"})"), !ContainsSubstring("not this"));
    CHECK_THAT(message_for(R"({"message":"nor this"})"), !ContainsSubstring("nor this"));
    CHECK_THAT(message_for(R"({"kind":"Status","message":7})"), ContainsSubstring("status 403"));
    CHECK_THAT(message_for("<html>nor this"), !ContainsSubstring("nor this"));

    std::string umlauts;
    for (int i = 0; i < 1000; ++i) {
        umlauts += "\xc3\xbc";
    }
    const auto cut = message_for(R"({"kind":"Status","message":"a)" + umlauts + R"("})");
    CHECK(cut.size() < 700);
    CHECK_THAT(cut, ContainsSubstring("\xc3\xbc\xe2\x80\xa6)"));
}

TEST_CASE_METHOD(fixture, "an answer that does not come, or not whole, is an error of its kind") {
    struct row {
        scripted_answer answer;
        errc code;
    };

    const auto r = GENERATE(values<row>({
        {scripted_answer::never(), errc::timed_out},
        {scripted_answer::disconnect(), errc::unreachable},
        {scripted_answer::close_mid_body(R"({"kind":"ConfigMap","data":{}})"), errc::unreachable},
        {scripted_answer::raw("SSH-2.0-x\r\n\r\n"), errc::malformed},
        {scripted_answer::raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"), errc::malformed},
    }));
    server.always(r.answer);
    const auto api = client(credentials());
    const auto got = get(*api, "/x", r.code == errc::timed_out ? 50ms : 5s);
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == r.code);
    CHECK_THAT(got.error().message, ContainsSubstring("GET /x"));
}

TEST_CASE_METHOD(fixture,
                 "an API server that is not there is unreachable, and one without TLS is not trusted") {
    SECTION("not there") {
        const auto with = credentials();
        server.stop_listening();
        const auto api = client(with);
        const auto got = get(*api);
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code == errc::unreachable);
    }
    SECTION("without TLS") {
        auto with = credentials();
        with.server.tls = true;
        with.tls.ca.text = test::certificate({.common_name = "ca", .is_ca = true}).pem();
        const auto api = client(with);
        const auto got = get(*api, "/x", 1s);
        REQUIRE_FALSE(got.has_value());
        CHECK((got.error().code == errc::unreachable || got.error().code == errc::timed_out));
        CHECK(server.requests().empty());
    }
}

} // namespace api_client_test

#include "net/http_client.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"
#include "test/unit/net/gzip.hpp"

namespace http_client_body_test {

using namespace barograph;
using namespace std::chrono_literals;
using net::http_errc;
using test::ContainsSubstring;
using test::scripted_answer;

namespace {

scripted_answer encoded(std::string body, const std::string& encoding) {
    auto answer = scripted_answer::json(std::move(body));
    answer.headers.emplace_back("Content-Encoding", encoding);
    return answer;
}

struct fixture {
    fixture() { options.base = *net::parse_url(server.url()); }

    net::http_result get(const std::string& method = "GET") {
        net::http_client client(context.get_executor(), options);
        net::http_request request{.method = method, .target = "/"};
        return test::run_coroutine(context, client.send(std::move(request), net::steady_clock::now() + 5s));
    }

    net::http_error failure() {
        const auto got = get();
        REQUIRE_FALSE(got.has_value());
        return got.error();
    }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
    net::http_client_options options{.accepts_gzip = true};
};

} // namespace

TEST_CASE_METHOD(fixture, "gzip is asked for and decoded, and an answer without it is taken as it is") {
    const std::string text(100'000, 'x');
    server.then(encoded(test::gzip(text), "gzip"));
    CHECK((get()->body == text));
    CHECK(server.requests().at(0).header("Accept-Encoding") == "gzip");
    server.then(encoded(test::gzip("one ") + test::gzip("two"), "X-GZIP"));
    CHECK(get()->body == "one two");
    server.then(scripted_answer::json("plain"));
    CHECK(get()->body == "plain");
    server.then(encoded("plain", "identity"));
    CHECK(get()->body == "plain");
}

TEST_CASE_METHOD(
    fixture, "gzip is not asked for unless the options say so, or when a header of theirs says otherwise") {
    server.always(scripted_answer::json("{}"));
    options.headers = {{"accept-encoding", "identity"}};
    REQUIRE(get().has_value());
    CHECK(server.requests().at(0).header("Accept-Encoding") == "identity");
    options = {.base = options.base};
    REQUIRE(get().has_value());
    CHECK(server.requests().at(1).header("Accept-Encoding").empty());
    server.then(encoded(test::gzip("{}"), "gzip"));
    CHECK(failure().code == http_errc::malformed);
}

TEST_CASE_METHOD(fixture, "an encoding that was not asked for, or that is not what it says, is malformed") {
    const auto* encoding = GENERATE("br", "deflate", "zstd", "gzip, gzip", "gzip;q=1");
    server.then(encoded("x", encoding));
    CHECK(failure().code == http_errc::malformed);
    server.then(encoded("{}", "gzip"));
    CHECK(failure().code == http_errc::malformed);
    const auto packed = test::gzip("{\"status\":\"success\"}");
    server.then(encoded(packed.substr(0, packed.size() - 1), "gzip"));
    const auto cut = failure();
    CHECK(cut.code == http_errc::malformed);
    CHECK(cut.message == server.url() + ": the answer's gzip data ends before it is whole");
}

TEST_CASE_METHOD(fixture, "the limit holds for what is decoded, and the connection is not used again") {
    options.max_body_bytes = 100'000;
    net::http_client client(context.get_executor(), options);
    const auto ask = [&] {
        net::http_request request{.target = "/"};
        return test::run_coroutine(context, client.send(std::move(request), net::steady_clock::now() + 5s));
    };
    server.then(encoded(test::gzip(std::string(100'000, '0')), "gzip"));
    CHECK(ask()->body.size() == 100'000);
    const auto bomb = test::gzip(std::string(std::size_t{32} << 20U, '0'));
    REQUIRE(bomb.size() < options.max_body_bytes);
    server.then(encoded(bomb, "gzip"));
    const auto refused = ask();
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == http_errc::too_large);
    CHECK(server.connections() == 1);
    server.then(encoded(test::gzip("well"), "gzip"));
    CHECK(ask()->body == "well");
    CHECK(server.connections() == 2);
}

TEST_CASE_METHOD(fixture, "an answer to HEAD that names an encoding has nothing to decode") {
    server.then(encoded(test::gzip("x"), "gzip"));
    const auto got = get("HEAD");
    REQUIRE(got.has_value());
    CHECK(got->body.empty());
}

TEST_CASE_METHOD(fixture, "a body is given piece by piece as it comes, and is not kept beside") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) {
        text += std::to_string(i);
    }
    const bool packs = GENERATE(false, true);
    server.then(packs ? encoded(test::gzip(text), "gzip") : scripted_answer::json(text));
    net::http_client client(context.get_executor(), options);
    std::string came;
    std::size_t longest = 0;
    const net::body_sink into = [&](std::string_view piece) {
        came += piece;
        longest = std::max(longest, piece.size());
    };
    net::http_request request{.target = "/"};
    const auto got =
        test::run_coroutine(context, client.send(std::move(request), net::steady_clock::now() + 5s, into));
    REQUIRE(got.has_value());
    CHECK(got->body.empty());
    CHECK((came == text));
    CHECK(longest <= 65'536);
}

} // namespace http_client_body_test

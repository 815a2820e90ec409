#include "prometheus/api.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/scripted_server.hpp"

namespace api_listing_test {

using namespace barograph;
using namespace std::chrono_literals;
using prometheus::errc;
using prometheus::http_verb;
using test::scripted_answer;
using test::scripted_request;
using names = std::vector<std::string>;
using name_result = std::expected<names, prometheus::error>;

namespace {

const std::string values_path = "/api/v1/label/__name__/values";
const std::string series_path = "/api/v1/series";

scripted_answer list(const std::string& data) {
    return scripted_answer::json(R"({"status":"success","data":)" + data + "}");
}

bool is_probe(const scripted_request& request) {
    return request.target.find("no_such_series") != std::string::npos;
}

std::string path_of(const scripted_request& request) {
    return request.target.substr(0, request.target.find('?'));
}

struct fixture {
    name_result list_names(const std::string& selector = "up") {
        const std::chrono::sys_seconds start{1700000000s};
        return test::run_coroutine(context,
                                   api->series_names(selector, start, net::steady_clock::now() + 5s));
    }

    // A backend that respects the selector of label values, and one that ignores it.
    void respects(const std::string& data) {
        server.always([data](const scripted_request& request) {
            return path_of(request) == values_path ? list(is_probe(request) ? "[]" : data)
                                                   : scripted_answer::reply(500, "not to be asked");
        });
    }

    std::size_t asked(const std::string& path) const {
        return static_cast<std::size_t>(std::ranges::count(server.requests(), path, path_of));
    }

    net::asio::io_context context;
    test::scripted_server server{context.get_executor()};
    net::http_client client{context.get_executor(), {.base = *net::parse_url(server.url())}};
    std::unique_ptr<prometheus::api> api = prometheus::create_api(client, http_verb::get);
};

} // namespace

TEST_CASE_METHOD(fixture, "names are the values of label __name__ that fit the selector since the start") {
    respects(R"(["b","a"])");
    CHECK(list_names("{job=\"x\"}").value() == names{"a", "b"});
    REQUIRE(server.requests().size() == 2);
    CHECK(is_probe(server.requests()[0]));
    CHECK(server.requests()[1].method == "GET");
    CHECK(server.requests()[1].target == values_path + "?match%5B%5D=%7Bjob%3D%22x%22%7D&start=1700000000");
}

TEST_CASE_METHOD(fixture, "what the backend can is found out once") {
    respects(R"(["a"])");
    for (int i = 0; i < 3; ++i) {
        CHECK(list_names().has_value());
    }
    CHECK(std::ranges::count_if(server.requests(), is_probe) == 1);
    CHECK(server.requests().size() == 4);
}

TEST_CASE_METHOD(fixture, "label values are asked for by GET even where queries are forms") {
    api = prometheus::create_api(client, http_verb::post);
    respects(R"(["a"])");
    CHECK(list_names().value() == names{"a"});
    CHECK(
        std::ranges::all_of(server.requests(), [](const auto& request) { return request.method == "GET"; }));
}

TEST_CASE_METHOD(fixture, "a backend that ignores the selector is asked for series instead") {
    server.when(values_path, list(R"(["everything","there","is"])"));
    server.when(series_path, list(R"([{"__name__":"a","x":"1"}])"));
    CHECK(list_names("{x=\"1\"}").value() == names{"a"});
    CHECK(list_names("{x=\"1\"}").value() == names{"a"});
    CHECK(asked(values_path) == 1);
    CHECK(asked(series_path) == 2);
    CHECK(server.requests().back().target == series_path + "?match%5B%5D=%7Bx%3D%221%22%7D&start=1700000000");
}

TEST_CASE_METHOD(fixture,
                 "a backend that refuses the selector is asked for series instead, as a form if so set") {
    api = prometheus::create_api(client, http_verb::post);
    server.when(values_path, scripted_answer::reply(GENERATE(400U, 404U, 405U), ""));
    server.when(series_path, list(R"([{"__name__":"a"}])"));
    CHECK(list_names().value() == names{"a"});
    CHECK(list_names().value() == names{"a"});
    CHECK(asked(values_path) == 1);
    CHECK(server.requests().back().method == "POST");
    CHECK(server.requests().back().body == "match%5B%5D=up&start=1700000000");
}

TEST_CASE_METHOD(fixture, "a backend that fails just now has not shown what it can") {
    SECTION("overloaded") {
        server.then(scripted_answer::reply(503, "busy"));
        CHECK(list_names().error().code == errc::unavailable);
    }
    SECTION("too many requests") {
        server.then(scripted_answer::reply(429, "slow down"));
        CHECK(list_names().error().code == errc::limited);
    }
    SECTION("broken") {
        server.then(scripted_answer::disconnect());
        CHECK(list_names().error().code == errc::unreachable);
    }
    SECTION("a proxy's page") {
        server.then(scripted_answer::reply(200, "<html>"));
        CHECK(list_names().error().code == errc::malformed);
    }
    SECTION("partial") {
        server.then(scripted_answer::json(R"({"status":"success","isPartial":true,"data":[]})"));
        CHECK(list_names().error().code == errc::partial);
    }
    SECTION("nobody may ask for anything, for lack of credentials") {
        server.always(scripted_answer::reply(401, "who are you?"));
        CHECK(list_names().error().code == errc::rejected);
        CHECK(asked(series_path) == 1);
    }
    SECTION("its ingress does not know it yet") {
        server.always(scripted_answer::reply(404, "default backend"));
        CHECK(list_names().error().code == errc::rejected);
    }
    const auto before = asked(series_path);
    respects(R"(["a"])");
    CHECK(list_names().value() == names{"a"});
    CHECK(asked(series_path) == before);
}

TEST_CASE_METHOD(fixture, "a backend without data has not shown that it respects the selector") {
    server.when(values_path, list("[]"));
    server.when(series_path, list(R"([{"__name__":"a"}])"));
    CHECK(list_names().value().empty());
    CHECK(list_names().value().empty());
    CHECK(std::ranges::count_if(server.requests(), is_probe) == 2);
    // Now there is data, and it turns out that the selector was ignored all the time.
    server.when(values_path, list(R"(["everything"])"));
    CHECK(list_names().value() == names{"a"});
}

TEST_CASE_METHOD(fixture, "a list that fails later does not change how names are asked for") {
    respects(R"(["a"])");
    CHECK(list_names().has_value());
    server.then(
        scripted_answer::reply(400, R"({"status":"error","errorType":"bad_data","error":"bad matcher"})"));
    CHECK(list_names("{").error().code == errc::rejected);
    CHECK(list_names().value() == names{"a"});
    CHECK(asked(series_path) == 0);
}

} // namespace api_listing_test

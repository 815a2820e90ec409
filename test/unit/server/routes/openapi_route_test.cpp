#include "test/unit/server/api_fixture.hpp"

#include <nlohmann/json.hpp>

namespace routes_openapi_route_test {

using namespace barograph;
using nlohmann::json;
using test::api_fixture;

namespace {

const std::string group = "/openapi/v3/apis/external.metrics.k8s.io/v1beta1";

std::string header(const server::reply& answer, const std::string& name) {
    for (const auto& [key, value] : answer.headers) {
        if (key == name) {
            return value;
        }
    }
    return "";
}

std::string address_in_index(const server::reply& answer) {
    return json::parse(*answer.body)["paths"]["apis/external.metrics.k8s.io/v1beta1"]["serverRelativeURL"];
}

} // namespace

TEST_CASE_METHOD(api_fixture, "the trap of an OpenAPI document fetched again and again: each has its tag") {
    for (const std::string path : {"/openapi/v2", "/openapi/v3", group.c_str()}) {
        INFO(path);
        const auto first = ask("GET", path);
        CHECK(first.status == 200);
        CHECK(first.content_type == "application/json");
        CHECK(header(first, "Vary") == "Accept");
        CHECK(ask("GET", path).body == first.body);
        fields.set(server::http::field::if_none_match, header(first, "ETag"));
        CHECK(ask("GET", path).status == 304);
        CHECK(ask("POST", path).status == 405);
        fields.erase(server::http::field::if_none_match);
    }
}

TEST_CASE_METHOD(
    api_fixture,
    "the address in the index never changes what it gives; an old one gives the new without a redirection") {
    metrics.has("queue_depth", 1);
    const auto old_address = address_in_index(ask("GET", "/openapi/v3"));
    const auto kept = ask("GET", old_address);
    CHECK(kept.status == 200);
    CHECK(kept.caching == "public, immutable, max-age=31536000");
    CHECK(kept.body->find("{namespace}/queue_depth") != std::string::npos);

    metrics.has("other", 1);
    const auto new_address = address_in_index(ask("GET", "/openapi/v3"));
    CHECK(new_address != old_address);
    const auto newer = ask("GET", old_address);
    CHECK(newer.status == 200);
    CHECK(newer.caching == "public");
    CHECK(newer.body == ask("GET", new_address).body);
    CHECK(ask("GET", new_address).body->find("{namespace}/other") != std::string::npos);
    CHECK(ask("GET", group).status == 200);
}

TEST_CASE_METHOD(api_fixture, "OpenAPI version 2 is the same whatever metrics there are") {
    const auto before = ask("GET", "/openapi/v2").body;
    metrics.has("queue_depth", 1);
    CHECK(ask("GET", "/openapi/v2").body == before);
}

TEST_CASE_METHOD(api_fixture, "a client that takes no JSON gets no OpenAPI document") {
    fields.set(server::http::field::accept, "application/com.github.proto-openapi.spec.v2@v1.0+protobuf");
    const auto answer = ask("GET", "/openapi/v2");
    CHECK(answer.status == 406);
    CHECK(json::parse(*answer.body).at("reason") == "NotAcceptable");
    fields.set(server::http::field::accept,
               "application/com.github.proto-openapi.spec.v2@v1.0+protobuf,application/json;q=0.5");
    CHECK(ask("GET", "/openapi/v2").status == 200);
}

TEST_CASE_METHOD(api_fixture, "there is no OpenAPI document of anything else") {
    for (const auto* path :
         {"/openapi", "/openapi/v1", "/openapi/v2/x", "/openapi/v3/apis",
          "/openapi/v3/apis/external.metrics.k8s.io", "/openapi/v3/apis/external.metrics.k8s.io/v1"}) {
        INFO(path);
        CHECK(ask("GET", path).status == 404);
    }
}

} // namespace routes_openapi_route_test

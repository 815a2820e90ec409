#include "server/api_discovery.hpp"
#include "test/unit/server/api_fixture.hpp"

#include <nlohmann/json.hpp>

namespace routes_discovery_route_test {

using namespace barograph;
using nlohmann::json;
using test::api_fixture;

namespace {

const std::string base = "/apis/external.metrics.k8s.io/v1beta1";
const std::string all_in_one = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

std::string header(const server::reply& answer, const std::string& name) {
    for (const auto& [key, value] : answer.headers) {
        if (key == name) {
            return value;
        }
    }
    return "";
}

} // namespace

TEST_CASE_METHOD(api_fixture, "thousands of metrics are encoded once a list, not once a request") {
    auto list = std::make_shared<metrics::name_list>();
    for (int i = 0; i < 5000; ++i) {
        list->names.push_back("metric_" + std::to_string(i));
    }
    metrics.list = list;
    const auto first = ask("GET", base);
    CHECK(ask("GET", base).body == first.body);
    CHECK(json::parse(*first.body).at("resources").size() == 5000);

    fields.set(server::http::field::accept, all_in_one);
    const auto aggregated = ask("GET", "/apis");
    CHECK(ask("GET", "/apis").body == aggregated.body);
    CHECK(aggregated.body != first.body);

    metrics.list = std::make_shared<const metrics::name_list>();
    CHECK(json::parse(*ask("GET", "/apis").body)["items"][0]["versions"][0]["resources"].size() == 1);
    CHECK(json::parse(*aggregated.body)["items"][0]["versions"][0]["resources"].size() == 5000);
}

TEST_CASE_METHOD(api_fixture,
                 "the trap of a list too long: it is bounded, in each form, and says nothing of the rest") {
    auto list = std::make_shared<metrics::name_list>();
    for (int i = 0; i < 200'000; ++i) {
        list->names.push_back("metric_" + std::to_string(i));
    }
    metrics.list = list;
    CHECK(json::parse(*ask("GET", base).body).at("resources").size() == server::most_listed);
    fields.set(server::http::field::accept, all_in_one);
    CHECK(json::parse(*ask("GET", "/apis").body)["items"][0]["versions"][0]["resources"].size() ==
          server::most_listed);
}

TEST_CASE_METHOD(api_fixture, "each form of a list is a body of its own") {
    metrics.has("queue_depth", 1);
    const auto compact = ask("GET", base);
    const auto indented = ask("GET", base + "?pretty=true");
    CHECK(*compact.body != *indented.body);
    fields.set(server::http::field::accept, "application/yaml");
    const auto yaml = ask("GET", base);
    CHECK(yaml.content_type == "application/yaml");
    CHECK(yaml.body->starts_with("apiVersion: v1\ngroupVersion: external.metrics.k8s.io/v1beta1\n"));
    fields.set(server::http::field::accept, "application/vnd.kubernetes.protobuf");
    const auto protobuf = ask("GET", base);
    CHECK(protobuf.content_type == "application/vnd.kubernetes.protobuf");
    CHECK(protobuf.body->starts_with(std::string_view("k8s\0", 4)));
}

TEST_CASE_METHOD(api_fixture, "aggregated discovery is not sent twice, and again when the metrics change") {
    metrics.has("queue_depth", 1);
    fields.set(server::http::field::accept, all_in_one);
    const auto first = ask("GET", "/apis");
    CHECK(first.status == 200);
    CHECK(first.content_type == all_in_one);
    CHECK(first.caching == "public");
    CHECK(header(first, "Vary") == "Accept");
    const auto tag = header(first, "ETag");
    REQUIRE_FALSE(tag.empty());

    fields.set(server::http::field::if_none_match, tag);
    CHECK(ask("GET", "/apis").status == 304);
    CHECK(ask("HEAD", "/apis").status == 304);
    // A tag is of one form alone.
    fields.set(server::http::field::accept,
               "application/vnd.kubernetes.protobuf;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
    CHECK(ask("GET", "/apis").status == 200);
    fields.set(server::http::field::accept, all_in_one);
    metrics.has("other", 1);
    CHECK(ask("GET", "/apis").status == 200);
    // The list of groups has no tag, and no client may take it for the other.
    fields.erase(server::http::field::accept);
    const auto groups = ask("GET", "/apis");
    CHECK(groups.status == 200);
    CHECK(header(groups, "ETag").empty());
}

TEST_CASE_METHOD(api_fixture,
                 "the trap of a resource without group and version: clients crash, so it has both") {
    metrics.has("queue_depth", 1);
    fields.set(server::http::field::accept, all_in_one);
    const auto listed = json::parse(*ask("GET", "/apis").body);
    const auto& resources = listed.at("items").at(0).at("versions").at(0).at("resources");
    CHECK(resources.size() == 1);
    for (const auto& resource : resources) {
        CHECK(resource.at("responseKind") == json({{"group", "external.metrics.k8s.io"},
                                                   {"version", "v1beta1"},
                                                   {"kind", "ExternalMetricValueList"}}));
        CHECK(resource.at("scope") == "Namespaced");
        CHECK(resource.at("verbs") == json({"get"}));
    }
}

TEST_CASE_METHOD(api_fixture, "the address of the server is told with the list of groups, once it is known") {
    CHECK_FALSE(json::parse(*ask("GET", "/apis").body)["groups"][0].contains("serverAddressByClientCIDRs"));
    handler.advertise("10.0.0.1:6443");
    CHECK(json::parse(*ask("GET", "/apis").body)["groups"][0]["serverAddressByClientCIDRs"] ==
          json::array({{{"clientCIDR", "0.0.0.0/0"}, {"serverAddress", "10.0.0.1:6443"}}}));
}

} // namespace routes_discovery_route_test

#include "server/documents.hpp"
#include "server/json_text.hpp"
#include "server/protobuf/documents.hpp"
#include "server/timestamp.hpp"
#include "test/support/catch.hpp"

#include <nlohmann/json.hpp>

namespace protobuf_documents_test {

using namespace barograph::server;

namespace {

// Of a body: what stands between its envelope's head, 19 bytes and the kind's name, and its tail of four.
std::string object_in(const std::string& body, std::string_view kind) {
    const auto head = std::string("k8s\0\x0a", 5) + static_cast<char>(6 + kind.size()) + "\x0a\x02v1\x12" +
                      static_cast<char>(kind.size()) + std::string(kind) + "\x12";
    const std::string tail("\x1a\0\x22\0", 4);
    REQUIRE(body.starts_with(head));
    REQUIRE(body.ends_with(tail));
    const auto length = static_cast<unsigned char>(body.at(head.size()));
    const auto object = body.substr(head.size() + 1, body.size() - head.size() - 1 - tail.size());
    REQUIRE(length < 0x80);
    REQUIRE(object.size() == length);
    return object;
}

std::string bytes(const char* hex) {
    std::string result;
    for (; *hex != '\0'; hex += 2) {
        result += static_cast<char>(std::stoi(std::string(hex, 2), nullptr, 16));
    }
    return result;
}

} // namespace

// The expected bytes are what Kubernetes' own Go types give for the same objects.

TEST_CASE("a list of no groups is an empty message, not none") {
    CHECK(object_in(to_protobuf(api_group_list{}), "APIGroupList").empty());
    CHECK(to_json_text(api_group_list_object({}), false) ==
          "{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[]}\n");
}

TEST_CASE("a group's preferred version is written even when there is none, and addresses when there are") {
    const api_group group{.name = "g",
                          .versions = {},
                          .preferred_version = {},
                          .server_addresses = {{.client_cidr = "0.0.0.0/0", .address = "a:1"}}};
    CHECK(object_in(to_protobuf(group), "APIGroup") ==
          bytes("0a01671a040a00120022100a09302e302e302e302f301203613a31"));
    CHECK(to_json_text(api_group_object(group), false) ==
          R"({"kind":"APIGroup","apiVersion":"v1","name":"g","versions":[],)"
          R"("preferredVersion":{"groupVersion":"","version":""},)"
          R"("serverAddressByClientCIDRs":[{"clientCIDR":"0.0.0.0/0","serverAddress":"a:1"}]})"
          "\n");
}

TEST_CASE("a resource is written with all that it may say, and with none of it") {
    const api_resource_list list{.group_version = "g/v1",
                                 .resources = {{.name = "a", .kind = "K", .verbs = {}},
                                               {.name = "b",
                                                .singular_name = "s",
                                                .group = "g",
                                                .version = "v",
                                                .kind = "K",
                                                .verbs = {"get", "list"},
                                                .short_names = {"x", "y"},
                                                .categories = {"all"},
                                                .storage_version_hash = "h"}}};
    CHECK(object_in(to_protobuf(list), "APIResourceList") ==
          bytes("0a04672f763112120a016110001a014b2200320042004a005200"
                "122c0a016210001a014b220b0a036765740a046c6973742a01782a01793201733a03616c6c4201674a01765201"
                "68"));
    CHECK(to_json_text(api_resource_list_object(list), false) ==
          R"({"kind":"APIResourceList","apiVersion":"v1","groupVersion":"g/v1","resources":[)"
          R"({"name":"a","singularName":"","namespaced":false,"kind":"K","verbs":[]},)"
          R"({"name":"b","singularName":"s","namespaced":false,"group":"g","version":"v","kind":"K",)"
          R"("verbs":["get","list"],"shortNames":["x","y"],"categories":["all"],"storageVersionHash":"h"}]})"
          "\n");
}

TEST_CASE("a status says all that it is about") {
    const status all{.code = 0,
                     .reason = "",
                     .message = "",
                     .details = status::subject{.name = "n",
                                                .uid = "u",
                                                .causes = {{.reason = "T", .message = "m", .field = "f"}, {}},
                                                .retry_after_seconds = 3},
                     .outcome = "Success"};
    CHECK(object_in(to_protobuf(all), "Status") ==
          bytes("0a060a0012001a001207537563636573731a0022002a1f0a016e12001a00"
                "22090a015412016d1a016622060a0012001a002803320175"
                "3000"));
    CHECK(to_json_text(status_object(all), false) ==
          R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","details":{"name":"n",)"
          R"("uid":"u","causes":[{"reason":"T","message":"m","field":"f"},{}],"retryAfterSeconds":3}})"
          "\n");
}

TEST_CASE("labels and items are written in the order given, whatever their number") {
    barograph::metrics::external_value value{.metric_name = "m", .labels = std::nullopt, .milli = 1000};
    auto& labels = value.labels.emplace();
    constexpr int many = 3000;
    for (int i = 0; i < many; ++i) {
        labels.emplace_back("label_" + std::to_string(many + i), std::to_string(i));
    }
    const auto body = to_protobuf({value, value});
    std::size_t at = 0;
    for (int item = 0; item < 2; ++item) {
        for (const auto& [name, text] : labels) {
            at = body.find(name + "\x12" + static_cast<char>(text.size()) + text, at);
            REQUIRE(at != std::string::npos);
        }
    }
    const auto json = external_metric_value_list_object({value});
    CHECK(json["items"][0]["metricLabels"].size() == many);
    CHECK(json["items"][0]["metricLabels"]["label_3017"] == "17");
}

} // namespace protobuf_documents_test

#include "server/negotiation.hpp"
#include "test/support/catch.hpp"

#include <optional>
#include <string>

namespace negotiation_test {

using namespace barograph::server;

namespace {

// A request with these header fields.
struct asked {
    explicit asked(const std::string& accept, const std::string& text = "") : query(text) {
        if (!accept.empty()) {
            fields.set(http::field::accept, accept);
        }
    }

    [[nodiscard]] request question() {
        return {.method = "GET", .path = "/apis", .query = query, .fields = fields, .from = from};
    }

    std::string query;
    http::fields fields;
    connection from;
};

std::string told(const std::optional<representation>& form) {
    if (!form) {
        return "406";
    }
    return std::string(content_type(form->type)) + (form->indented ? " indented" : "");
}

const std::string json = "application/json";
const std::string yaml = "application/yaml";
const std::string protobuf = "application/vnd.kubernetes.protobuf";
const std::string all_in_one = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

} // namespace

// The expected types are what Kubernetes' own negotiation gives for the same headers.
TEST_CASE("an Accept header is read as Go's generic API server reads it") {
    struct row {
        std::string header;
        std::string given;
    };

    const auto r = GENERATE(values<row>({
        {"", json},
        {json, json},
        {yaml, yaml},
        {protobuf, protobuf},
        {protobuf + ", */*", protobuf},
        {protobuf + ";q=1.0,application/json;q=0.9", protobuf},
        {"*/*", json},
        {"*", json},
        {"application/*", json},
        {"*/yaml", "406"},
        {"text/html", "406"},
        {"text/*", "406"},
        {"text/html, */*", json},
        {"text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8", json},
        // Quality, and what is no number.
        {"application/yaml;q=0.9, application/json;q=0.1", yaml},
        {"application/json;q=0.1, application/yaml;q=0.9", yaml},
        {"application/yaml, application/json;q=0.1", yaml},
        {"application/json;q=0", json},
        {"application/yaml;q=0,application/json;q=0.001", json},
        {"application/json;q=x,application/yaml;q=0.1", yaml},
        {"application/json;q=0.5;q=0.1,application/yaml;q=0.3", yaml},
        {"application/yaml;q=2,application/json", yaml},
        {"application/yaml;q=-1,application/json;q=0", json},
        {"application/yaml ; q = 0.1 , application/json;q=0.05", json},
        // A named type goes before a wildcard, but not where the wildcard came last with more quality.
        {"*/*;q=1, application/yaml;q=0.5", yaml},
        {"application/yaml;q=0.5, */*;q=1", json},
        // Parameters: those that nobody knows count for nothing, the others restrict.
        {"application/json; charset=utf-8", json},
        {"application/json;profile=nopeer", json},
        {"application/json;a=b=c;q=0.2,application/yaml;q=0.3", yaml},
        {"application/json;as=Table;v=v1;g=meta.k8s.io,application/json", json},
        {"application/json;as=Table;v=v1;g=meta.k8s.io,application/yaml", yaml},
        {"application/json;as=Table;v=v1;g=meta.k8s.io", "406"},
        {"*/*;as=Table", "406"},
        {"application/json;as=", json},
        {"application/json;stream=watch", json},
        {"application/yaml;stream=watch", "406"},
        {"application/yaml;stream=watch,application/yaml", yaml},
        {"application/json;stream=other", "406"},
        {"application/json;sv=1", "406"},
        {"application/json;pretty=1", json + " indented"},
        {"application/yaml;pretty=1", yaml},
        // Malformed.
        {",", "406"},
        {";", "406"},
        {"/", "406"},
        {"application", "406"},
        {"application/", "406"},
        {"application/json/x", "406"},
        {"APPLICATION/JSON", "406"},
        {"  application/yaml  ", yaml},
        {"application/json,,application/yaml", json},
        {"application/cbor,application/json", json},
    }));
    INFO(r.header);
    asked one(r.header);
    CHECK(told(negotiate(one.question())) == r.given);
}

TEST_CASE("of several Accept headers the first counts, as in Go") {
    asked one(yaml);
    one.fields.insert(http::field::accept, json);
    CHECK(told(negotiate(one.question())) == yaml);
}

TEST_CASE("an Accept header of thousands of alternatives takes no time: only the first of them count") {
    std::string header;
    for (int i = 0; i < 10'000; ++i) {
        header += "a/b,";
    }
    asked one(header + json);
    CHECK(told(negotiate(one.question())) == "406");
    asked other(json + "," + header);
    CHECK(told(negotiate(other.question())) == json);
}

TEST_CASE("an alternative with thousands of parameters takes no time: it does not count") {
    std::string header = "application/yaml";
    for (int i = 0; i < 6'000; ++i) {
        header += ";" + std::to_string(i) + "=1";
    }
    CHECK(told(negotiate(asked(header).question())) == "406");
    CHECK(told(negotiate(asked(header + "," + json).question())) == json);
}

TEST_CASE("JSON alone is indented for people") {
    CHECK(told(negotiate(asked(json, "pretty=true").question())) == json + " indented");
    CHECK(told(negotiate(asked(yaml, "pretty=true").question())) == yaml);
    CHECK(told(negotiate(asked(protobuf, "pretty=true").question())) == protobuf);
}

TEST_CASE("whoever asks for aggregated discovery gets it, even as a last choice") {
    struct row {
        std::string header;
        std::string given;
    };

    const auto r = GENERATE(values<row>({
        {"", ""},
        {json, ""},
        {"*/*", ""},
        {json + all_in_one, json + all_in_one},
        {json + all_in_one + "," + json, json + all_in_one},
        {json + "," + json + all_in_one + ";q=0.1", json + all_in_one},
        {yaml + all_in_one, yaml + all_in_one},
        {protobuf + all_in_one, protobuf + all_in_one},
        {"*/*" + all_in_one, json + all_in_one},
        {"text/html" + all_in_one, ""},
        {json + ";g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList",
         json + ";g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList"},
        // What newer clients send, older ones first tried, and both.
        {json + all_in_one + "," + json + ";g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList," + json,
         json + all_in_one},
        {json + ";g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList," + json, ""},
        {json + ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscovery", ""},
        {json + ";g=other;v=v2;as=APIGroupDiscoveryList", ""},
        {json + all_in_one + ";profile=nopeer", json + all_in_one},
    }));
    INFO(r.header);
    asked one(r.header);
    const auto agreed = negotiate_aggregated(one.question());
    CHECK((agreed ? std::string(content_type(agreed->form.type, agreed->version)) : "") == r.given);
}

TEST_CASE("what there is as JSON alone is for whoever takes JSON") {
    CHECK(accepts_json(asked("").question()));
    CHECK(accepts_json(asked("*/*").question()));
    CHECK(accepts_json(
        asked("application/com.github.proto-openapi.spec.v2@v1.0+protobuf, " + json).question()));
    CHECK_FALSE(accepts_json(asked("application/com.github.proto-openapi.spec.v2@v1.0+protobuf").question()));
    CHECK_FALSE(accepts_json(asked(yaml).question()));
}

} // namespace negotiation_test

#include "kube/request_header.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/unit/kube/configmap.hpp"

namespace request_header_test {

using namespace barograph;
using test::ContainsSubstring;
using strings = std::vector<std::string>;

namespace {

const test::certificate& ca() {
    static const test::certificate made({.common_name = "front-proxy-ca", .is_ca = true});
    return made;
}

std::string refusal(const std::string& json) {
    const auto result = kube::parse_authentication_configmap(json);
    REQUIRE_FALSE(result.has_value());
    return result.error();
}

} // namespace

TEST_CASE("the ConfigMap's lists are JSON in text, its CAs are PEM") {
    const test::configmap map(ca().pem());
    const auto result = kube::parse_authentication_configmap(map.json());
    REQUIRE(result.has_value());
    CHECK(result->client_ca_pem == ca().pem());
    CHECK(result->allowed_names == strings{"front-proxy-client"});
    CHECK(result->username_headers == strings{"X-Remote-User"});
    CHECK(result->group_headers == strings{"X-Remote-Group"});
    CHECK(result->extra_headers_prefixes == strings{"X-Remote-Extra-"});
    CHECK(result->uid_headers == strings{"X-Remote-Uid"});
    CHECK(result->cluster_client_ca_pem == "users' CA");
}

TEST_CASE("a ConfigMap of a Kubernetes without UID headers, or without client CA, is fine") {
    test::configmap map(ca().pem());
    map.data.erase("requestheader-uid-headers");
    map.data.erase("client-ca-file");
    const auto result = kube::parse_authentication_configmap(map.json());
    REQUIRE(result.has_value());
    CHECK(result->uid_headers.empty());
    CHECK(result->cluster_client_ca_pem.empty());
}

TEST_CASE("a header's name holds letters, digits and the marks of a token") {
    test::configmap map(ca().pem());
    for (const auto* const name : {"X-09-azAZ", "0", "9", "a", "z", "A", "Z", "!#$%&'*+-.^_`|~"}) {
        INFO(name);
        map.data["requestheader-username-headers"] = "[\"" + std::string(name) + "\"]";
        CHECK(kube::parse_authentication_configmap(map.json()).has_value());
    }
    for (const auto* const name :
         {"", " ", "X:", "X/", "X@", "X[", "X]", "X\\\\", "X{", "X}", "X(", "X,", "X;", "X=", "\x7f", "é"}) {
        INFO(name);
        map.data["requestheader-username-headers"] = "[\"" + std::string(name) + "\"]";
        CHECK_THAT(refusal(map.json()), ContainsSubstring("holds something that is no header name"));
    }
}

TEST_CASE("an empty list is [] or null, as Go writes it") {
    test::configmap map(ca().pem());
    map.data["requestheader-allowed-names"] = GENERATE("[]", "null", " [ ] ");
    const auto result = kube::parse_authentication_configmap(map.json());
    REQUIRE(result.has_value());
    CHECK(result->allowed_names.empty());
}

TEST_CASE("several CAs in the ConfigMap are kept together") {
    const test::certificate next({.common_name = "front-proxy-ca", .is_ca = true});
    const auto result = kube::parse_authentication_configmap(test::configmap(ca().pem() + next.pem()).json());
    REQUIRE(result.has_value());
    CHECK(result->client_ca_pem == ca().pem() + next.pem());
}

TEST_CASE("an answer that is no ConfigMap is refused") {
    const std::string text =
        GENERATE("", "<html>", "[]", "null", "{}", R"({"kind":"Status"})", R"({"kind":"ConfigMap"})",
                 R"({"kind":"ConfigMap","data":null})", R"({"kind":"ConfigMap","data":[]})");
    CHECK_THAT(refusal(text), ContainsSubstring("ConfigMap"));
}

TEST_CASE("a ConfigMap whose data are none is told apart from one that lacks a key") {
    for (const auto* const text :
         {R"({"kind":"ConfigMap"})", R"({"kind":"ConfigMap","data":null})",
          R"({"kind":"ConfigMap","data":[]})", R"({"kind":"ConfigMap","data":"x"})"}) {
        INFO(text);
        CHECK(refusal(text) == "the ConfigMap has no data");
        CHECK(kube::parse_client_ca(text).error() == "the ConfigMap has no data");
    }
}

TEST_CASE("a ConfigMap without one of the request header's keys is refused by the key's name") {
    const std::string key = GENERATE("requestheader-client-ca-file", "requestheader-allowed-names",
                                     "requestheader-username-headers", "requestheader-group-headers",
                                     "requestheader-extra-headers-prefix");
    test::configmap map(ca().pem());
    map.data.erase(key);
    CHECK_THAT(refusal(map.json()), ContainsSubstring(key + " is missing"));
}

TEST_CASE("a value of the ConfigMap that is malformed is refused by its key's name") {
    struct row {
        std::string key;
        std::string value;
    };

    const auto r = GENERATE(values<row>({
        {"requestheader-allowed-names", ""},
        {"requestheader-allowed-names", "front-proxy-client"},
        {"requestheader-allowed-names", "\"front-proxy-client\""},
        {"requestheader-allowed-names", "[1]"},
        {"requestheader-allowed-names", "[\"a\""},
        {"requestheader-allowed-names", "{}"},
        {"requestheader-username-headers", "[]"},
        {"requestheader-username-headers", "[\"\"]"},
        {"requestheader-username-headers", "[\"X Remote\"]"},
        {"requestheader-group-headers", "[\"X-Remote-Group:\"]"},
        {"requestheader-uid-headers", "[\"\"]"},
        {"requestheader-uid-headers", "x"},
        {"requestheader-extra-headers-prefix", "[\"\"]"},
        {"requestheader-client-ca-file", ""},
        {"requestheader-client-ca-file", "no PEM"},
        {"requestheader-client-ca-file", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"},
    }));
    INFO(r.key << " = " << r.value);
    test::configmap map(ca().pem());
    map.data[r.key] = r.value;
    CHECK_THAT(refusal(map.json()), ContainsSubstring(r.key));
}

TEST_CASE("a good CA followed by a broken one is refused as a whole") {
    const auto half = ca().pem().substr(0, ca().pem().size() / 2);
    CHECK_THAT(refusal(test::configmap(ca().pem() + half).json()), ContainsSubstring("certificate 2"));
}

TEST_CASE("a value of the ConfigMap that is not text is refused") {
    CHECK_THAT(refusal(R"({"kind":"ConfigMap","data":{"requestheader-client-ca-file":1}})"),
               ContainsSubstring("requestheader-client-ca-file is not text"));
}

TEST_CASE("two configurations are the same whatever their versions") {
    const auto parsed = kube::parse_authentication_configmap(test::configmap(ca().pem()).json());
    REQUIRE(parsed.has_value());
    auto other = *parsed;
    other.version = 7;
    CHECK(parsed->same_as(other));

    SECTION("but not with another name") {
        other.allowed_names.emplace_back("x");
    }
    SECTION("but not with another CA") {
        other.client_ca_pem += "\n";
    }
    SECTION("but not with another user header") {
        other.username_headers.emplace_back("X");
    }
    SECTION("but not with another group header") {
        other.group_headers.clear();
    }
    SECTION("but not with another extra prefix") {
        other.extra_headers_prefixes.clear();
    }
    SECTION("but not with another UID header") {
        other.uid_headers.clear();
    }
    SECTION("but not with another client CA") {
        other.cluster_client_ca_pem.clear();
    }
    CHECK_FALSE(parsed->same_as(other));
}

TEST_CASE("the CAs of users' certificates are read without the rest of the ConfigMap") {
    test::configmap map("no matter");
    map.data.erase("requestheader-client-ca-file");
    CHECK(kube::parse_client_ca(map.json()) == "users' CA");
    map.data.erase("client-ca-file");
    CHECK(kube::parse_client_ca(map.json()) == "");
    CHECK_FALSE(kube::parse_client_ca(R"({"kind":"Secret","data":{}})").has_value());
    CHECK_FALSE(kube::parse_client_ca(R"({"kind":"ConfigMap","data":{"client-ca-file":1}})").has_value());
}

TEST_CASE("names that are not text let nobody in, least of all everybody") {
    for (const auto* const value : {"1", "null", "{}", "[]", R"(["front-proxy-client"])"}) {
        INFO(value);
        auto json = test::configmap(ca().pem()).json();
        const std::string names = R"("requestheader-allowed-names":")";
        const auto begin = json.find(names) + names.size() - 1;
        const auto end = json.find(R"(]")", begin) + 2;
        REQUIRE(end > begin);
        json.replace(begin, end - begin, value);
        CHECK_THAT(refusal(json),
                   ContainsSubstring("requestheader-allowed-names is not a JSON list of strings"));
    }
}

TEST_CASE("a CA of users' certificates that is not text is refused") {
    auto map = test::configmap(ca().pem());
    map.data["client-ca-file"] = "users";
    auto json = map.json();
    json.replace(json.find(R"("users")"), 7, "1");
    CHECK_THAT(refusal(json), ContainsSubstring("client-ca-file is not text"));
}

} // namespace request_header_test

#include "kube/request_header_authenticator.hpp"
#include "test/support/catch.hpp"

namespace request_header_authenticator_test {

using namespace barograph;
using strings = std::vector<std::string>;
using field_list = std::vector<std::pair<std::string, std::string>>;
using extra_map = std::map<std::string, strings>;

namespace {

kube::request_header_config usual() {
    return {.client_ca_pem = {},
            .allowed_names = {"front-proxy-client"},
            .username_headers = {"X-Remote-User", "X-User"},
            .group_headers = {"X-Remote-Group", "X-Group"},
            .extra_headers_prefixes = {"X-Remote-Extra-", "X-E-"},
            .uid_headers = {"X-Remote-Uid", "X-Uid"},
            .cluster_client_ca_pem = {}};
}

kube::header_fields fields_of(field_list list) {
    return [list = std::move(list)](const kube::header_visitor& visit) {
        for (const auto& [name, value] : list) {
            visit(name, value);
        }
    };
}

std::optional<kube::user_info> ask(const field_list& list,
                                   const kube::request_header_config& config = usual()) {
    return kube::authenticate_request_header(config, "front-proxy-client", fields_of(list));
}

} // namespace

TEST_CASE("the front proxy's request is its user's") {
    const auto user = ask({{"Host", "x"},
                           {"X-Remote-User", "eve"},
                           {"X-Remote-Group", "dev"},
                           {"X-Remote-Group", "system:authenticated"},
                           {"X-Remote-Uid", "42"},
                           {"X-Remote-Extra-Scopes", "a"},
                           {"X-Remote-Extra-Scopes", "b"}});
    REQUIRE(user.has_value());
    CHECK(user->name == "eve");
    CHECK(user->uid == "42");
    CHECK(user->groups == strings{"dev", "system:authenticated"});
    CHECK(user->extra == extra_map{{"scopes", {"a", "b"}}});
}

TEST_CASE("an extra field's key is decoded by two hexadecimal digits, or taken as it stands") {
    struct row {
        std::string sent;
        std::string key;
    };

    const auto r = GENERATE(values<row>({{"%40%09%90%99", "@\x09\x90\x99"},
                                         {"%aF%Fa", "\xaf\xfa"},
                                         {"a%20b%7E", "a b~"},
                                         {"%", "%"},
                                         {"a%", "a%"},
                                         {"a%4", "a%4"},
                                         {"%4/", "%4/"},
                                         {"%4:", "%4:"},
                                         {"%4g", "%4g"},
                                         {"%4`", "%4`"},
                                         {"%/4", "%/4"},
                                         {"%:4", "%:4"},
                                         {"%g4", "%g4"},
                                         {"%zz%41", "%zz%41"},
                                         {"%41%4z", "%41%4z"}}));
    INFO(r.sent);
    const auto user = ask({{"X-Remote-User", "eve"}, {"X-Remote-Extra-" + r.sent, "v"}});
    REQUIRE(user.has_value());
    CHECK(user->extra == extra_map{{r.key, {"v"}}});
}

TEST_CASE("only a verified name that is allowed may speak for others") {
    struct row {
        std::optional<std::string> name;
        strings allowed;
        bool expected;
    };

    const auto r = GENERATE(values<row>({
        {std::nullopt, {}, false},
        {std::nullopt, {"front-proxy-client"}, false},
        {"front-proxy-client", {"front-proxy-client"}, true},
        {"front-proxy-client", {"a", "front-proxy-client"}, true},
        {"front-proxy-client", {"a"}, false},
        {"Front-Proxy-Client", {"front-proxy-client"}, false},
        {"front-proxy-client2", {"front-proxy-client"}, false},
        {"", {"front-proxy-client"}, false},
        {"anybody", {}, true},
        {"", {}, true},
    }));
    auto config = usual();
    config.allowed_names = r.allowed;
    const auto user =
        kube::authenticate_request_header(config, r.name, fields_of({{"X-Remote-User", "eve"}}));
    CHECK(user.has_value() == r.expected);
}

TEST_CASE("header names are tried in the configuration's order, and without case") {
    struct row {
        field_list fields;
        std::string name;
    };

    const auto r = GENERATE(values<row>({
        {{{"x-remote-user", "a"}}, "a"},
        {{{"X-REMOTE-USER", "a"}}, "a"},
        {{{"X-User", "b"}}, "b"},
        {{{"X-User", "b"}, {"X-Remote-User", "a"}}, "a"},
        {{{"X-Remote-User", ""}, {"X-User", "b"}}, "b"},
        {{{"X-Remote-User", "a"}, {"X-Remote-User", "c"}}, "a"},
    }));
    const auto user = ask(r.fields);
    REQUIRE(user.has_value());
    CHECK(user->name == r.name);
}

TEST_CASE("a request that names no user is nobody's") {
    const auto list = GENERATE(values<field_list>({
        {},
        {{"X-Remote-User", ""}},
        {{"X-Remote-Group", "system:masters"}},
        {{"X-Remote-Users", "eve"}},
        {{"X-Remote", "eve"}},
        {{"X-Remote-User", ""}, {"X-Remote-User", "eve"}},
    }));
    CHECK_FALSE(ask(list).has_value());
}

TEST_CASE("the UID is the first of its headers with a value") {
    CHECK(ask({{"X-Remote-User", "a"}})->uid.empty());
    CHECK(ask({{"X-Remote-User", "a"}, {"x-uid", "2"}})->uid == "2");
    CHECK(ask({{"X-Remote-User", "a"}, {"X-Uid", "2"}, {"X-Remote-Uid", "1"}})->uid == "1");
    auto config = usual();
    config.uid_headers.clear();
    CHECK(ask({{"X-Remote-User", "a"}, {"X-Remote-Uid", "1"}}, config)->uid.empty());
}

TEST_CASE("all groups count, ordered by the configuration's headers, empty ones left out") {
    const auto user = ask({{"X-Remote-User", "a"},
                           {"X-Group", "3"},
                           {"x-remote-group", "1"},
                           {"X-Remote-Group", ""},
                           {"X-Remote-Group", "2, still 2"}});
    REQUIRE(user.has_value());
    CHECK(user->groups == strings{"1", "2, still 2", "3"});
}

TEST_CASE("extra fields are lower-cased, then decoded") {
    struct row {
        std::string header;
        std::string key;
    };

    const auto r = GENERATE(values<row>({
        {"X-Remote-Extra-Scopes", "scopes"},
        {"x-remote-extra-SCOPES", "scopes"},
        {"X-Remote-Extra-Example.com%2fName", "example.com/name"},
        {"X-Remote-Extra-Example.com%2FName", "example.com/name"},
        {"X-Remote-Extra-%41", "A"},
        {"X-Remote-Extra-A+b", "a+b"},
        {"X-Remote-Extra-100%", "100%"},
        {"X-Remote-Extra-%2", "%2"},
        {"X-Remote-Extra-%2F%zz", "%2f%zz"},
        {"X-Remote-Extra-%C3%BC", "\xc3\xbc"},
        {"X-Remote-Extra-", ""},
        {"X-E-Scopes", "scopes"},
    }));
    INFO(r.header);
    const auto user = ask({{"X-Remote-User", "a"}, {r.header, "v"}});
    REQUIRE(user.has_value());
    CHECK(user->extra == extra_map{{r.key, {"v"}}});
}

TEST_CASE("extra values of one key come together, ordered by the configuration's prefixes") {
    const auto user = ask({{"X-Remote-User", "a"},
                           {"X-E-K", "3"},
                           {"X-Remote-Extra-K", "1"},
                           {"X-Remote-Extra-k", "2"},
                           {"X-Remote-Extra-Empty", ""},
                           {"X-Remote-Extr", "no"}});
    REQUIRE(user.has_value());
    CHECK(user->extra == extra_map{{"k", {"1", "2", "3"}}, {"empty", {""}}});
}

TEST_CASE("identity headers are told from others, without case") {
    const auto config = usual();
    for (const auto* name :
         {"X-Remote-User", "x-remote-user", "X-Group", "X-REMOTE-UID", "x-remote-extra-", "X-E-z"}) {
        INFO(name);
        CHECK(kube::is_identity_header(config, name));
    }
    for (const auto* name : {"Host", "X-Remote-Users", "X-Remote-Extra", "X-E", "", "Authorization"}) {
        INFO(name);
        CHECK_FALSE(kube::is_identity_header(config, name));
    }
}

} // namespace request_header_authenticator_test

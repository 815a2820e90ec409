#include "kube/watch_event.hpp"
#include "test/support/catch.hpp"

#include <nlohmann/json.hpp>

namespace watch_event_test {

using namespace barograph;
using nlohmann::json;
using kind = kube::watch_event::kind;

TEST_CASE("a list gives its version and its one object, with the kind that lists leave out") {
    const auto listed = kube::parse_list(
        R"({"kind":"ConfigMapList","metadata":{"resourceVersion":"12"},"items":[{"data":{"a":"b"}}]})",
        "ConfigMap");
    REQUIRE(listed.has_value());
    CHECK(listed->version == "12");
    REQUIRE(listed->object.has_value());
    CHECK(json::parse(*listed->object) == json({{"kind", "ConfigMap"}, {"data", {{"a", "b"}}}}));
}

TEST_CASE("an empty list says that the object does not exist") {
    const auto* items = GENERATE(R"("items":[])", R"("items":null)", R"("x":1)");
    const auto listed = kube::parse_list(R"({"kind":"ConfigMapList","metadata":{"resourceVersion":"12"},)" +
                                             std::string(items) + "}",
                                         "ConfigMap");
    REQUIRE(listed.has_value());
    CHECK(listed->version == "12");
    CHECK_FALSE(listed->object.has_value());
}

TEST_CASE("what is no list of one object is an error") {
    const auto* text =
        GENERATE("", "garbage", "[]", "{}", R"({"kind":"SecretList","items":[]})",
                 R"({"kind":"ConfigMapList","items":[{},{}]})", R"({"kind":"ConfigMapList","items":[1]})",
                 R"({"kind":"ConfigMapList","items":"x"})");
    INFO(text);
    CHECK_FALSE(kube::parse_list(text, "ConfigMap").has_value());
}

TEST_CASE("an event says what became of the object, and from which version on to go on") {
    struct row {
        const char* type;
        kind what;
    };

    const auto r = GENERATE(values<row>({{"ADDED", kind::present},
                                         {"MODIFIED", kind::present},
                                         {"DELETED", kind::absent},
                                         {"BOOKMARK", kind::bookmark}}));
    const auto event = kube::parse_watch_event(
        json({{"type", r.type}, {"object", {{"metadata", {{"resourceVersion", "9"}}}}}}).dump());
    REQUIRE(event.has_value());
    CHECK(event->what == r.what);
    CHECK(event->version == "9");
    CHECK(json::parse(event->object)["metadata"]["resourceVersion"] == "9");
}

TEST_CASE("an error event says whether the version is too old, or else why the watch ends") {
    const auto expired =
        kube::parse_watch_event(R"({"type":"ERROR","object":{"kind":"Status","code":410,"message":"old"}})");
    REQUIRE(expired.has_value());
    CHECK(expired->what == kind::expired);
    const auto by_reason =
        kube::parse_watch_event(R"({"type":"ERROR","object":{"kind":"Status","reason":"Expired"}})");
    REQUIRE(by_reason.has_value());
    CHECK(by_reason->what == kind::expired);
    const auto failed =
        kube::parse_watch_event(R"({"type":"ERROR","object":{"kind":"Status","code":500,"message":"etcd"}})");
    REQUIRE(failed.has_value());
    CHECK(failed->what == kind::failed);
    CHECK(failed->object == "etcd");
}

TEST_CASE("a line that is no event is an error") {
    const auto* text = GENERATE("", "garbage", "{}", R"({"type":"ADDED"})", R"({"type":"ADDED","object":1})",
                                R"({"type":"ADDED","object":{}})",
                                R"({"type":"SEEN","object":{"metadata":{"resourceVersion":"1"}}})");
    INFO(text);
    CHECK_FALSE(kube::parse_watch_event(text).has_value());
}

} // namespace watch_event_test

#include "server/request_info.hpp"
#include "test/support/catch.hpp"

namespace request_info_test {

using namespace barograph;
using strings = std::vector<std::string>;

namespace {

const std::string base = "/apis/external.metrics.k8s.io/v1beta1";

server::request_info info_of(std::string_view method, std::string_view path, std::string_view query = "") {
    auto info = server::read_request_info(method, path, query);
    REQUIRE(info.has_value());
    return *info;
}

} // namespace

TEST_CASE("a metric in a namespace is a resource") {
    const auto info = info_of("GET", base + "/namespaces/shop/queue_depth");
    CHECK(info.is_resource);
    CHECK(info.verb == "list");
    CHECK(info.group == "external.metrics.k8s.io");
    CHECK(info.version == "v1beta1");
    CHECK(info.ns == "shop");
    CHECK(info.resource == "queue_depth");
}

TEST_CASE("everything else is a path") {
    const auto path =
        GENERATE(as<std::string>{}, "/", "/healthz", "/apis", base, base + "/", base + "/queue_depth",
                 base + "/namespaces/shop", base + "/namespaces/shop/",
                 base + "/namespaces/shop/queue_depth/name", base + "/watch/namespaces/shop/queue_depth",
                 "/api/external.metrics.k8s.io/v1beta1/namespaces/shop/queue_depth",
                 base + "/namespace/shop/queue_depth");
    INFO(path);
    const auto info = info_of("GET", path);
    CHECK_FALSE(info.is_resource);
    CHECK(info.verb == "get");
    CHECK(info.path == path);
    CHECK(info.ns.empty());
    CHECK(info.resource.empty());
}

TEST_CASE("a method on a metric is Kubernetes' verb for it, and on a path its own name") {
    struct row {
        const char* method;
        const char* on_a_metric;
        const char* on_a_path;
    };

    const auto r = GENERATE(values<row>({{"GET", "list", "get"},
                                         {"HEAD", "list", "head"},
                                         {"POST", "create", "post"},
                                         {"PUT", "update", "put"},
                                         {"PATCH", "patch", "patch"},
                                         {"DELETE", "deletecollection", "delete"},
                                         {"OPTIONS", "options", "options"},
                                         {"get", "get", "get"},
                                         {"LIST", "list", "list"}}));
    INFO(r.method);
    CHECK(info_of(r.method, base + "/namespaces/shop/m").verb == r.on_a_metric);
    CHECK(info_of(r.method, "/apis").verb == r.on_a_path);
}

TEST_CASE("watch is a verb of its own, as Kubernetes reads the parameter") {
    struct row {
        const char* query;
        const char* verb;
    };

    const auto r = GENERATE(values<row>({{"watch=true", "watch"},
                                         {"watch=1", "watch"},
                                         {"watch", "watch"},
                                         {"watch=", "watch"},
                                         {"watch=yes", "watch"},
                                         {"w%61tch=tru%65", "watch"},
                                         {"labelSelector=a%3Db&watch=true", "watch"},
                                         {"watch=true&watch=false", "watch"},
                                         {"", "list"},
                                         {"watch=false", "list"},
                                         {"watch=False", "list"},
                                         {"watch=0", "list"},
                                         {"watch=false&watch=true", "list"},
                                         {"awatch=true", "list"},
                                         {"labelSelector=watch=true", "list"}}));
    INFO(r.query);
    CHECK(info_of("GET", base + "/namespaces/shop/m", r.query).verb == r.verb);
}

TEST_CASE("watching is a thing of resources and of reading") {
    CHECK(info_of("GET", "/apis", "watch=true").verb == "get");
    CHECK(info_of("POST", base + "/namespaces/shop/m", "watch=true").verb == "create");
}

TEST_CASE("the path is decoded before it is taken apart") {
    const auto info = info_of("GET", base + "/namespaces/%73hop/a%3Ab%20c+d");
    CHECK(info.is_resource);
    CHECK(info.ns == "shop");
    CHECK(info.resource == "a:b c+d");
    CHECK(info.path == base + "/namespaces/shop/a:b c+d");
    CHECK(info_of("GET", "/a%2Fb").segments == strings{"a", "b"});
}

TEST_CASE("slashes at the end leave a resource what it is, and are told") {
    const auto info = info_of("GET", base + "/namespaces/shop/m//");
    CHECK(info.is_resource);
    CHECK(info.resource == "m");
    CHECK(info.slashes_at_end == 2);
    CHECK(info_of("GET", "/apis/").segments == strings{"apis"});
    CHECK(info_of("GET", "/apis/").slashes_at_end == 1);
    CHECK(info_of("GET", "/").segments.empty());
    CHECK(info_of("GET", "/").slashes_at_end == 0);
    CHECK(info_of("GET", "//").slashes_at_end == 1);
}

TEST_CASE("between two slashes is an empty name, so that the path is no resource's") {
    CHECK(info_of("GET", "//metrics").segments == strings{"", "metrics"});
    for (const auto& path : {"/" + base + "/namespaces/shop/m", base + "//namespaces/shop/m",
                             base + "/namespaces//m", base + "/namespaces//shop/m"}) {
        INFO(path);
        CHECK_FALSE(info_of("GET", path).is_resource);
    }
}

TEST_CASE("dots in a path are names like any other") {
    const auto info = info_of("GET", "/healthz/../apis");
    CHECK(info.segments == strings{"healthz", "..", "apis"});
}

TEST_CASE("a path that cannot be read is refused") {
    const auto path =
        GENERATE(as<std::string>{}, "/a%", "/a%1", "/a%zz", "/a%00b", "apis", "", "*", "https://host/apis");
    INFO(path);
    CHECK_FALSE(server::read_request_info("GET", path, "").has_value());
}

} // namespace request_info_test

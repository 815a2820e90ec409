#include "test/integration/raw_exchange.hpp"
#include "test/support/catch.hpp"

namespace api_table_test {

using namespace barograph::test;

namespace {

const std::string metric = api + "/namespaces/shop/queue_depth";

const std::string json = "application/json";
const std::string yaml = "application/yaml";
const std::string protobuf = "application/vnd.kubernetes.protobuf";
const std::string text = "text/plain; charset=utf-8";
const std::string all_in_one = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const std::string all_in_one_beta = ";g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";

// A Status in JSON, as it is on the wire.
std::string status(unsigned code, const std::string& reason, const std::string& message,
                   const std::string& details = "") {
    return R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":")" + message +
           R"(","reason":")" + reason + "\"," + details + "\"code\":" + std::to_string(code) + "}\n";
}

const std::string not_found = status(404, "NotFound", "the server could not find the requested resource");
const std::string not_allowed =
    status(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
const std::string no_watch = status(
    405, "MethodNotAllowed", R"(watch is not supported on resources of kind \"*.external.metrics.k8s.io\")",
    R"("details":{"group":"external.metrics.k8s.io","kind":"*"},)");
const std::string not_acceptable = R"({
  "kind": "Status",
  "apiVersion": "v1",
  "metadata": {},
  "status": "Failure",
  "message": "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf",
  "reason": "NotAcceptable",
  "code": 406
})";

const std::string group =
    R"("name":"external.metrics.k8s.io",)"
    R"("versions":[{"groupVersion":"external.metrics.k8s.io/v1beta1","version":"v1beta1"}],)"
    R"("preferredVersion":{"groupVersion":"external.metrics.k8s.io/v1beta1","version":"v1beta1"})";
const std::string listed_resource =
    R"("singularName":"","namespaced":true,"kind":"ExternalMetricValueList","verbs":["get"]})";
const std::string resources = R"({"kind":"APIResourceList","apiVersion":"v1",)"
                              R"("groupVersion":"external.metrics.k8s.io/v1beta1","resources":[)"
                              R"({"name":"job:queue:depth",)" +
                              listed_resource + R"(,{"name":"queue_depth",)" + listed_resource + "]}\n";
const std::string discovered = R"("responseKind":{"group":"external.metrics.k8s.io","version":"v1beta1",)"
                               R"("kind":"ExternalMetricValueList"},"scope":"Namespaced",)"
                               R"("singularResource":"","verbs":["get"]})";

std::string everything(const std::string& version) {
    return R"({"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/)" + version +
           R"(","metadata":{},"items":[{"metadata":{"name":"external.metrics.k8s.io"},)"
           R"("versions":[{"version":"v1beta1","resources":[{"resource":"job:queue:depth",)" +
           discovered + R"(,{"resource":"queue_depth",)" + discovered +
           R"(],"freshness":"Current"}]}]})"
           "\n";
}

const std::string list =
    R"({"kind":"ExternalMetricValueList","apiVersion":"external.metrics.k8s.io/v1beta1","metadata":{},"items":[)";

std::string item(const std::string& name, const std::string& labels, const std::string& value) {
    return R"({"metricName":")" + name + R"(","metricLabels":)" + labels + R"(,"timestamp":"…Z","value":")" +
           value + "\"}";
}

const std::string mail = item("queue_depth", R"({"queue":"mail"})", "57");
const std::string sms = item("queue_depth", R"({"queue":"sms"})", "3");
const std::string both = list + mail + "," + sms + "]}\n";

// What is no path of the API is answered with those that are.
const std::string legacy = R"({
  "paths": [
    "/apis",…
    "/version"
  ]
})";

struct row {
    std::string request; ///< method, target and, each after a line end, more header fields
    unsigned status;
    std::string type;
    std::string shape; ///< of the body; `…` is anything
};

// Whole requests of which each row says what differs from the plainest.
std::string bytes_of(const std::string& request) {
    const auto line = request.substr(0, request.find('\n'));
    const auto more = line.size() == request.size() ? "" : request.substr(line.size() + 1) + "\r\n";
    return line + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + more + "\r\n";
}

void check(const row& r) {
    INFO(r.request);
    const bool head = r.request.starts_with("HEAD");
    const auto answers = send_raw(recorded_server(), bytes_of(r.request), head ? 0 : 1);
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].status == r.status);
    CHECK(answers[0].header("Content-Type") == r.type);
    INFO(answers[0].body);
    CHECK(has_shape(answers[0].body, r.shape));
}

std::string accept(const std::string& types) {
    return "\nAccept: " + types;
}

} // namespace

TEST_CASE("the API's table: discovery") {
    const std::string groups = R"({"kind":"APIGroupList","apiVersion":"v1","groups":[{)" + group +
                               R"(,"serverAddressByClientCIDRs":[{"clientCIDR":"0.0.0.0/0",)"
                               R"("serverAddress":"127.0.0.1:…"}]}]})"
                               "\n";
    const std::string one_group = R"({"kind":"APIGroup","apiVersion":"v1",)" + group + "}\n";
    check(GENERATE_COPY(values<row>({
        {"GET /apis", 200, json, groups},
        {"GET /apis/", 200, json, groups},
        {"HEAD /apis", 200, json, ""},
        {"POST /apis", 405, json, not_allowed},
        {"GET /apis" + accept(yaml), 200, yaml,
         "apiVersion: v1\ngroups:\n  - name: external.metrics.k8s.io\n…"},
        {"GET /apis" + accept(protobuf), 200, protobuf, "k8s…APIGroupList…external.metrics.k8s.io…"},
        {"GET /apis" + accept("text/html"), 406, json, not_acceptable},
        {"GET /apis" + accept(json + all_in_one + "," + json), 200, json + all_in_one, everything("v2")},
        {"GET /apis" + accept(json + all_in_one_beta + "," + json), 200, json + all_in_one_beta,
         everything("v2beta1")},
        {"GET /apis" + accept(protobuf + all_in_one), 200, protobuf + all_in_one,
         "k8s…APIGroupDiscoveryList…queue_depth…"},
        {"GET /apis" + accept(yaml + all_in_one), 200, yaml + all_in_one,
         "apiVersion: apidiscovery.k8s.io/v2\nitems:\n  - metadata:\n…"},
        {"GET /apis/external.metrics.k8s.io", 200, json, one_group},
        {"GET /apis/external.metrics.k8s.io/", 200, json, one_group},
        {"GET " + api, 200, json, resources},
        {"GET " + api + "/", 200, json, resources},
        {"HEAD " + api, 200, json, ""},
        {"GET " + api + accept(protobuf), 200, protobuf, "k8s…APIResourceList…queue_depth…"},
        {"GET " + api + accept(yaml), 200, yaml,
         "apiVersion: v1\ngroupVersion: external.metrics.k8s.io/v1beta1\n…"},
        {"GET " + api + accept("text/html"), 406, json, not_acceptable},
        {"DELETE " + api, 405, json, not_allowed},
        // A server without the core group has no /api, aggregated or not.
        {"GET /api", 404, json, legacy},
        {"GET /api" + accept(json + all_in_one), 404, json, legacy},
        {"GET /api/v1", 404, json, legacy},
        {"GET /apis//", 404, json, legacy},
        {"GET //apis", 404, json, legacy},
        {"GET /apis/external.metrics.k8s.io//", 200, json, one_group},
        {"GET " + api + "//", 200, json, resources},
        {"GET /apis/external.metrics.k8s.io/v1", 404, json, not_found},
        {"GET /apis/external.metrics.k8s.io//v1beta1", 404, json, not_found},
        {"GET /apis/custom.metrics.k8s.io", 404, json, legacy},
    })));
}

TEST_CASE("the API's table: metrics") {
    const std::string unknown =
        status(404, "NotFound", "the server could not find the metric nope for namespaces");
    check(GENERATE_COPY(values<row>({
        {"GET " + metric, 200, json, both},
        {"GET " + metric + "/", 200, json, both},
        {"HEAD " + metric, 200, json, ""},
        {"GET " + metric + "?labelSelector=queue%3Dmail", 200, json, list + mail + "]}\n"},
        {"GET " + metric + "?labelSelector=queue+in+%28sms,x%29", 200, json, list + sms + "]}\n"},
        {"GET " + metric + "?labelSelector=queue%3Dnone", 200, json, list + "]}\n"},
        {"GET " + metric + "?labelSelector=a%3D%3D%3D", 400, json,
         status(400, "BadRequest", "unable to parse requirement: found '=', expected: identifier")},
        {"GET " + metric + "?labelSelector=a%3E3", 400, json, "…\"reason\":\"BadRequest\"…"},
        {"GET " + metric + "?labelSelector=%zz", 400, json, "…\"reason\":\"BadRequest\"…"},
        {"GET " + metric + "?labelSelector=queue%3Dmail;x=y", 400, json, "…\"reason\":\"BadRequest\"…"},
        // Of repeated parameters the first counts, and unknown ones do not.
        {"GET " + metric + "?labelSelector=queue%3Dmail&labelSelector=queue%3Dsms", 200, json,
         list + mail + "]}\n"},
        {"GET " + metric + "?unknown=x&fieldValidation=Strict&limit=500", 200, json, both},
        {"GET " + api + "/namespaces/*/queue_depth", 200, json, both},
        {"GET " + api + "/namespaces/%2A/queue_depth", 200, json, both},
        {"GET " + api + "/namespaces/sh%6Fp/queue%5Fdepth", 200, json, both},
        {"GET " + metric + "//", 200, json, both},
        {"GET /" + metric, 404, json, legacy},
        {"GET " + api + "//namespaces/shop/queue_depth", 404, json, not_found},
        {"GET " + api + "/namespaces//queue_depth", 404, json, not_found},
        {"GET " + api + "/namespaces/shop//queue_depth", 404, json, not_found},
        {"GET " + api + "/namespaces/shop/job:queue:depth", 200, json,
         list + item("job:queue:depth", "{}", "60") + "]}\n"},
        {"GET " + api + "/namespaces/shop/job%3Aqueue%3Adepth", 200, json,
         list + item("job:queue:depth", "{}", "60") + "]}\n"},
        {"GET " + api + "/namespaces/shop/nope", 404, json, unknown},
        {"GET " + api + "/namespaces/shop/QUEUE_DEPTH", 404, json, "…metric QUEUE_DEPTH for namespaces…"},
        {"GET " + api + "/queue_depth", 404, json, not_found},
        {"GET " + api + "/namespaces/shop", 404, json, not_found},
        {"GET " + api + "/namespaces/shop/", 404, json, not_found},
        {"GET " + metric + "/status", 404, json, not_found},
        {"GET " + api + "/namespaces/shop/queue%zz", 400, json, "…\"reason\":\"BadRequest\"…"},
        {"GET " + api + "/namespaces/shop/queue%00", 400, json, "…\"reason\":\"BadRequest\"…"},
        {"POST " + metric, 405, json, not_allowed},
        {"PUT " + metric, 405, json, not_allowed},
        {"PATCH " + metric, 405, json, not_allowed},
        {"DELETE " + metric, 405, json, not_allowed},
        {"OPTIONS " + metric, 405, json, not_allowed},
        {"TRACE " + metric, 405, json, not_allowed},
        {"BREW " + metric, 405, json, not_allowed},
        {"GET " + metric + "?watch=true", 405, json, no_watch},
        {"GET " + metric + "?watch=1" + accept(json + ";stream=watch"), 405, json, no_watch},
        {"GET " + metric + "?watch=false", 200, json, both},
    })));
}

TEST_CASE("the API's table: the form of an answer") {
    const std::string table = json + ";as=Table;v=v1;g=meta.k8s.io";
    check(GENERATE_COPY(values<row>({
        {"GET " + metric + accept(yaml), 200, yaml,
         "apiVersion: external.metrics.k8s.io/v1beta1\nitems:\n  - metricLabels:\n      queue: mail\n"
         "    metricName: queue_depth\n    timestamp: \"…Z\"\n    value: \"57\"\n…kind: "
         "ExternalMetricValueList\n"
         "metadata: {}\n"},
        {"GET " + metric + accept(protobuf + ", */*"), 200, protobuf,
         std::string("k8s\0", 4) +
             "…external.metrics.k8s.io/v1beta1…ExternalMetricValueList…queue_depth…57…"},
        {"GET " + metric + accept(table + "," + json), 200, json, both},
        {"GET " + metric + accept(table), 406, json, not_acceptable},
        {"GET " + metric + accept("text/html"), 406, json, not_acceptable},
        {"GET " + metric + accept("text/html, */*;q=0.1"), 200, json, both},
        {"GET " + metric + accept(json + ";q=0.1, " + yaml + ";q=0.9"), 200, yaml, "apiVersion: …"},
        {"GET " + metric + accept(yaml) + "\r\nAccept: " + json, 200, yaml, "apiVersion: …"},
        {"GET " + metric + accept(""), 200, json, both},
        {"GET " + metric + accept("nonsense"), 406, json, not_acceptable},
        {"GET " + api + "/namespaces/shop/nope" + accept(protobuf), 404, protobuf,
         "k8s…Status…metric nope…NotFound…"},
        {"GET " + api + "/namespaces/shop/nope" + accept(yaml), 404, yaml,
         "apiVersion: v1\ncode: 404\nkind: Status\nmessage: the server could not find the metric nope for "
         "namespaces\n"
         "metadata: {}\nreason: NotFound\nstatus: Failure\n"},
        {"GET " + metric + "?pretty=true", 200, json, "{\n  \"kind\": \"ExternalMetricValueList\",\n…"},
        {"GET " + metric + "\nUser-Agent: curl/8", 200, json,
         "{\n  \"kind\": \"ExternalMetricValueList\",\n…"},
        {"GET " + metric + "?pretty=false\nUser-Agent: curl/8", 200, json, both},
    })));
}

TEST_CASE("the API's table: health, version, OpenAPI, and what is none of the API") {
    const std::string paths = "{\n  \"paths\": [\n    \"/apis\",\n…    \"/version\"\n  ]\n}";
    const std::string openapi_json = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    check(GENERATE_COPY(values<row>({
        {"GET /healthz", 200, text, "ok"},
        {"GET /livez", 200, text, "ok"},
        {"GET /readyz", 200, text, "ok"},
        {"HEAD /readyz", 200, text, ""},
        {"GET /readyz?verbose", 200, text, "[+]ping ok\n…[+]serving-threads ok\nreadyz check passed\n"},
        {"GET /livez?verbose", 200, text, "[+]ping ok\n[+]serving-threads ok\nlivez check passed\n"},
        {"GET /readyz/metric-discovery", 200, text, "ok"},
        {"GET /readyz/nope", 404, text, "404 page not found\n"},
        {"GET /version", 200, json,
         "{\n  \"major\": \"…\",\n  \"minor\": \"…\",\n  \"gitVersion\": \"v…\",\n  \"gitCommit\": \"…"
         "  \"compiler\": \"gcc …\",\n  \"platform\": \"linux/…\"\n}"},
        {"GET /", 200, json, paths},
        // Slashes at the end, and twice in a row, as Go's API servers take them.
        {"GET /version/", 200, json, "{\n  \"major\": \"…"},
        {"GET /version/x", 404, json, not_found},
        {"GET /metrics/", 404, json, paths},
        {"GET //metrics", 404, json, paths},
        {"GET /healthz/", 404, json, paths},
        {"GET /readyz/", 404, json, paths},
        {"GET /livez/ping", 200, text, "ok"},
        {"GET /livez/ping/", 404, json, paths},
        {"GET //healthz", 404, json, paths},
        {"GET /openapi/v2/", 404, json, paths},
        {"GET /openapi/v3/", 404, json, paths},
        {"GET //", 404, json, paths},
        {"GET /nope", 404, json, paths},
        {"POST /nope", 404, json, paths},
        {"GET /debug/pprof/", 404, json, paths},
        {"GET /metrics", 200, "text/plain; version=0.0.4; charset=utf-8", "…barograph_http_requests_total…"},
        {"POST /metrics", 405, json, not_allowed},
        {"GET /openapi/v2", 200, json, R"({"swagger":"2.0",…/namespaces/{namespace}/{metric}…)"},
        {"GET /openapi/v2" + accept(openapi_json + ", */*;q=0.1"), 200, json, R"({"swagger":"2.0",…)"},
        {"GET /openapi/v2" + accept(openapi_json), 406, json, "…\"reason\": \"NotAcceptable\"…"},
        {"GET /openapi/v3", 200, json,
         R"({"paths":{"apis/external.metrics.k8s.io/v1beta1":{"serverRelativeURL":)"
         R"("/openapi/v3/apis/external.metrics.k8s.io/v1beta1?hash=…"}}})"},
        {"GET /openapi/v3" + api, 200, json, R"({"openapi":"3.0.0",…/namespaces/{namespace}/queue_depth…)"},
        {"GET /openapi/v3" + api + "?hash=old", 200, json, R"({"openapi":"3.0.0",…)"},
    })));
}

TEST_CASE("the API's table: what a client has already is not sent again") {
    const std::string request = GENERATE(as<std::string>{}, "/openapi/v2", "/openapi/v3",
                                         "/openapi/v3/apis/external.metrics.k8s.io/v1beta1",
                                         "/apis\nAccept: application/json;g=apidiscovery.k8s.io;v=v2;"
                                         "as=APIGroupDiscoveryList");
    INFO(request);
    const auto first = send_raw(recorded_server(), bytes_of("GET " + request));
    REQUIRE(first.size() == 1);
    CHECK(first[0].status == 200);
    CHECK(first[0].header("Vary") == "Accept");
    CHECK(first[0].header("Cache-Control") == "public");
    const auto tag = first[0].header("ETag");
    CHECK((tag.starts_with("\"") && tag.size() == 66));

    const auto separator = request.find('\n') == request.npos ? "\n" : "\r\n";
    const auto second =
        send_raw(recorded_server(), bytes_of("GET " + request + separator + "If-None-Match: " + tag));
    REQUIRE(second.size() == 1);
    CHECK(second[0].status == 304);
    CHECK(second[0].header("ETag") == tag);
    CHECK(second[0].header("Content-Length").empty());
}

} // namespace api_table_test

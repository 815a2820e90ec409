#include "prometheus/instant_query.hpp"
#include "test/support/catch.hpp"
#include "test/unit/prometheus/response.hpp"

namespace instant_query_test {

using namespace barograph;
using prometheus::decode_instant_query;
using prometheus::errc;
using prometheus::result_type;
using test::ContainsSubstring;
using test::response;
using test::result_of;
using labels = std::vector<std::pair<std::string, std::string>>;

namespace {

prometheus::query_result decoded(const net::http_response& from) {
    auto result = decode_instant_query(from, "Prometheus http://p");
    INFO(from.body.substr(0, 300));
    REQUIRE(result.has_value());
    return std::move(*result);
}

void check_malformed(const net::http_response& from) {
    const auto result = decode_instant_query(from, "Prometheus http://p");
    INFO(from.body.substr(0, 300));
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == errc::malformed);
    CHECK_THAT(result.error().message, ContainsSubstring("Prometheus http://p"));
}

net::http_response vector_of(const std::string& elements) {
    return result_of("\"vector\"", "[" + elements + "]");
}

} // namespace

TEST_CASE("a vector gives its samples in order, with labels, time and the value as written") {
    const auto result =
        decoded(vector_of(R"({"metric":{"__name__":"q","b":"2","a":"1"},"value":[1700000000.781,"1.50"]},)"
                          R"({"metric":{},"value":[1700000001,"NaN"]},{"value":[-86400,"-0"]},)"
                          R"({"metric":null,"value":[0,"1"]})"));
    CHECK(result.type == result_type::vector);
    REQUIRE(result.samples.size() == 4);
    CHECK(result.samples[0].labels == labels{{"__name__", "q"}, {"b", "2"}, {"a", "1"}});
    CHECK(result.samples[0].timestamp == 1700000000);
    CHECK(result.samples[0].value == "1.50");
    CHECK(result.samples[1].labels.empty());
    CHECK(result.samples[1].value == "NaN");
    CHECK(result.samples[2].timestamp == -86400);
    CHECK(result.samples[2].value == "-0");
    CHECK(result.samples[3].labels.empty());
}

TEST_CASE("an empty vector is no sample and no error") {
    const auto result = decoded(vector_of(""));
    CHECK(result.type == result_type::vector);
    CHECK(result.samples.empty());
}

TEST_CASE("a scalar is one sample without labels") {
    const auto result = decoded(result_of("\"scalar\"", R"([1700000000.5,"7"])"));
    CHECK(result.type == result_type::scalar);
    REQUIRE(result.samples.size() == 1);
    CHECK(result.samples[0].labels.empty());
    CHECK(result.samples[0].timestamp == 1700000000);
    CHECK(result.samples[0].value == "7");
}

TEST_CASE("a string and a matrix are told by their type, without samples") {
    CHECK(decoded(result_of("\"string\"", R"([1700000000,"hello"])")).type == result_type::string);
    const auto matrix =
        decoded(result_of("\"matrix\"", R"([{"metric":{"a":"1"},"values":[[1,"2"],[3,"4"]]}])"));
    CHECK(matrix.type == result_type::matrix);
    CHECK(matrix.samples.empty());
    CHECK(decoded(result_of("\"matrix\"", "null")).type == result_type::matrix);
}

TEST_CASE("the result may come before its type, and before the status") {
    const auto result = decoded(response(
        R"({"data":{"result":[{"value":[1,"2"],"metric":{"a":"1"}}],"resultType":"vector"},"status":"success"})"));
    REQUIRE(result.samples.size() == 1);
    CHECK(result.samples[0].labels == labels{{"a", "1"}});
}

TEST_CASE("a native histogram is marked, with its time and without a value") {
    const auto result = decoded(vector_of(
        R"({"metric":{"q":"h"},"histogram":[1700000000.5,{"count":"10","sum":"5.5","buckets":[[0,"0.1","1","10"]]}]})"));
    REQUIRE(result.samples.size() == 1);
    CHECK(result.samples[0].is_histogram);
    CHECK(result.samples[0].timestamp == 1700000000);
    CHECK(result.samples[0].value.empty());
}

TEST_CASE("warnings that do not tell of missing data are passed on") {
    const auto result = decoded(response(
        R"({"status":"success","warnings":["PromQL warning: odd","other"],"infos":["PromQL info: x"],)"
        R"("data":{"resultType":"vector","result":[]}})"));
    CHECK(result.warnings == std::vector<std::string>{"PromQL warning: odd", "other"});
}

TEST_CASE("members that nobody here knows are passed over, at every level") {
    const auto result = decoded(response(
        R"({"status":"success","trace":{"a":[{}]},"data":{"resultType":"vector","stats":{"result":[1]},)"
        R"("result":[{"metric":{"a":"1"},"value":[1,"2"],"exemplars":[{"value":[3,"4"]}]}]}})"));
    REQUIRE(result.samples.size() == 1);
    CHECK(result.samples[0].value == "2");
}

TEST_CASE("a sample without a readable time or value makes the whole answer malformed") {
    const auto element = GENERATE(
        R"({"metric":{}})", R"({"metric":{},"value":[]})", R"({"metric":{},"value":[1700000000]})",
        R"({"metric":{},"value":[null,"1"]})", R"({"metric":{},"value":["1700000000","1"]})",
        R"({"metric":{},"value":[1.7e9,"1"]})", R"({"metric":{},"value":[1700000000,1]})",
        R"({"metric":{},"value":[1700000000,null]})", R"({"metric":{},"value":[1700000000,""]})",
        R"({"metric":{},"value":[1700000000,"many"]})", R"({"metric":{},"value":[1700000000," 1 "]})",
        R"({"metric":{},"value":[1700000000,"1e400"]})", R"({"metric":{},"value":["1",1700000000]})",
        R"({"metric":{},"value":{"0":1,"1":"1"}})", R"({"metric":{},"value":"1"})",
        R"({"metric":{},"value":[[1700000000,"1"]]})", R"({"metric":{},"value":[99999999999999999999,"1"]})",
        R"({"metric":{},"value":[253402300800,"1"]})", R"({"metric":{},"value":[-62135596800,"1"]})", "null",
        "1", R"("a")", "[]", R"([1700000000,"1"])");
    check_malformed(vector_of(element));
    // Also beside a good one: a part of the answer would be a wrong sum.
    check_malformed(vector_of(R"({"metric":{"a":"1"},"value":[1700000000,"1"]},)" + std::string(element)));
}

TEST_CASE("labels that are no texts make the answer malformed") {
    const auto metric =
        GENERATE(R"({"a":1})", R"({"a":true})", R"({"a":{}})", R"({"a":["b"]})", "[]", R"("a")", "1");
    check_malformed(vector_of(R"({"metric":)" + std::string(metric) + R"(,"value":[1,"2"]})"));
}

TEST_CASE("a label that is null is one with the empty text") {
    const auto result = decoded(vector_of(R"({"metric":{"a":null,"b":"1"},"value":[1,"2"]})"));
    CHECK(result.samples.at(0).labels == labels{{"a", ""}, {"b", "1"}});
}

TEST_CASE("anything that comes twice makes the answer malformed: which one counts would be a guess") {
    const std::string sample = R"({"metric":{"a":"1"},"value":[1,"2"]})";
    check_malformed(vector_of(R"({"metric":{"a":"1"},"value":[1,"2"],"value":[1,"9"]})"));
    check_malformed(vector_of(R"({"metric":{"a":"1"},"metric":{"b":"2"},"value":[1,"2"]})"));
    check_malformed(vector_of(R"({"metric":{"a":"1","b":"2","a":"3"},"value":[1,"2"]})"));
    const std::string data = R"("data":{"resultType":"vector","result":[)" + sample + "]}";
    check_malformed(response(R"({"status":"success",)" + data + "," + data + "}"));
    check_malformed(response(R"({"status":"success","status":"success",)" + data + "}"));
    check_malformed(response(R"({"status":"success","data":{"resultType":"vector","result":[)" + sample +
                             R"(],"result":[)" + sample + "]}}"));
    check_malformed(
        response(R"({"status":"success","data":{"resultType":"scalar","resultType":"vector","result":[]}})"));
}

TEST_CASE("a result whose shape is not that of its type is malformed") {
    check_malformed(result_of("\"vector\"", "null"));
    check_malformed(result_of("\"vector\"", "{}"));
    check_malformed(result_of("\"vector\"", R"([1700000000,"1"])"));
    check_malformed(result_of("\"vector\"", R"("")"));
    check_malformed(result_of("\"scalar\"", "null"));
    check_malformed(result_of("\"scalar\"", "[]"));
    check_malformed(result_of("\"scalar\"", "[1700000000]"));
    check_malformed(result_of("\"scalar\"", R"([null,"1"])"));
    check_malformed(result_of("\"scalar\"", "[1700000000,1]"));
    check_malformed(result_of("\"scalar\"", R"([{"metric":{},"value":[1,"2"]}])"));
    check_malformed(result_of("\"scalar\"", R"([1700000000,"1",{"metric":{},"value":[1,"2"]}])"));
    check_malformed(result_of("\"matrix\"", "1"));
    check_malformed(result_of("\"matrix\"", "{}"));
    check_malformed(result_of("\"matrix\"", R"([1700000000,"1"])"));
    check_malformed(response(R"({"status":"success","data":{"resultType":"matrix"}})"));
    check_malformed(result_of("\"streams\"", "[]"));
    check_malformed(result_of("\"\"", "[]"));
    check_malformed(result_of("null", "[]"));
    check_malformed(response(R"({"status":"success","data":{"result":[]}})"));
    check_malformed(response(R"({"status":"success","data":{"resultType":"vector"}})"));
    check_malformed(response(R"({"status":"success","data":[]})"));
    check_malformed(response(R"({"status":"success","data":null})"));
    check_malformed(response(R"({"status":"success"})"));
}

TEST_CASE("what follows time and value in their pair is not looked at") {
    CHECK(decoded(vector_of(R"({"metric":{},"value":[1,"2","x",3]})")).samples.at(0).value == "2");
    CHECK(decoded(result_of("\"scalar\"", R"([1,"2","3"])")).samples.at(0).value == "2");
}

TEST_CASE("a value is given in plain digits, however it was written") {
    CHECK(decoded(vector_of(R"({"metric":{},"value":[1,"-1_000.5"]})")).samples.at(0).value == "-1000.5");
    CHECK(decoded(result_of("\"scalar\"", R"([1,"0x1p4"])")).samples.at(0).value == "16");
}

TEST_CASE("only the fraction of a time is lost") {
    struct row {
        std::string written;
        std::int64_t seconds;
    };

    const auto given =
        GENERATE(row{"0", 0}, row{"-0", 0}, row{"0.999999999", 0}, row{"-0.5", -1}, row{"-0.0", 0},
                 row{"-0.0009", 0}, row{"-0.001", -1}, row{"-1.5", -1}, row{"-86400.001", -86400},
                 row{"1700000000.999999999999", 1700000000}, row{"-1", -1}, row{"-1.0", -1},
                 row{"253402300799", 253402300799}, row{"-62135596799", -62135596799});
    INFO(given.written);
    CHECK(decoded(vector_of(R"({"metric":{},"value":[)" + given.written + R"(,"1"]})"))
              .samples.at(0)
              .timestamp == given.seconds);
}

TEST_CASE("a hundred thousand samples are read") {
    std::string elements;
    for (int i = 0; i < 100'000; ++i) {
        elements += (i == 0 ? "" : ",") + std::string(R"({"metric":{"q":")") + std::to_string(i) +
                    R"("},"value":[1700000000,"1"]})";
    }
    CHECK(decoded(vector_of(elements)).samples.size() == 100'000);
}

} // namespace instant_query_test

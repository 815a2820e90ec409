#include "prometheus/series_names.hpp"
#include "test/support/catch.hpp"
#include "test/unit/prometheus/response.hpp"

namespace series_names_test {

using namespace barograph;
using prometheus::decode_series_names;
using prometheus::errc;
using test::response;
using names = std::vector<std::string>;

namespace {

net::http_response with_data(const std::string& data) {
    return response(R"({"status":"success","data":)" + data + "}");
}

} // namespace

TEST_CASE("label values are the names, sorted, each once") {
    CHECK(decode_series_names(with_data(R"(["b","a","B","b","","é"])"), "P").value() ==
          names{"B", "a", "b", "é"});
}

TEST_CASE("series give their names, sorted, each once; a series without one is passed over") {
    CHECK(decode_series_names(
              with_data(R"([{"__name__":"b","x":"1"},{"x":"2","__name__":"b"},{"x":"3"},{"__name__":""},)"
                        R"({"__name__":"a"},{"a":{"__name__":"deep"}},{}])"),
              "P")
              .value() == names{"a", "b"});
}

TEST_CASE("an empty list is no error") {
    CHECK(decode_series_names(with_data("[]"), "P").value().empty());
}

TEST_CASE("no list is malformed, not an empty one") {
    const auto* data = GENERATE("null", "{}", "\"a\"", "1", "true", "[1]", "[null]", "[[\"a\"]]",
                                "[\"a\",false]", "[\"a\"],\"data\":[\"b\"]");
    INFO(data);
    const auto got = decode_series_names(with_data(data), "P");
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == errc::malformed);
}

TEST_CASE("an answer without data is malformed") {
    CHECK(decode_series_names(response(R"({"status":"success"})"), "P").error().code == errc::malformed);
}

TEST_CASE("a list that lacks data is partial, and a refusal is one") {
    CHECK(decode_series_names(response(R"({"status":"success","isPartial":true,"data":["a"]})"), "P")
              .error()
              .code == errc::partial);
    CHECK(decode_series_names(
              response(
                  R"({"status":"success","data":["a"],"warnings":["No StoreAPIs matched for this query"]})"),
              "P")
              .error()
              .code == errc::partial);
    CHECK(decode_series_names(response(R"({"status":"error","errorType":"bad_data","error":"x"})", 400), "P")
              .error()
              .code == errc::rejected);
}

TEST_CASE("200,000 names are read, and 200,000 series of one name are one") {
    std::string values;
    std::string series;
    for (int i = 0; i < 200'000; ++i) {
        const std::string comma = i == 0 ? "" : ",";
        values += comma + "\"metric_" + std::to_string(i) + "\"";
        series += comma + R"({"__name__":"one","i":")" + std::to_string(i) + "\"}";
    }
    CHECK(decode_series_names(with_data("[" + values + "]"), "P").value().size() == 200'000);
    CHECK(decode_series_names(with_data("[" + series + "]"), "P").value() == names{"one"});
}

} // namespace series_names_test

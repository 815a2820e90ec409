#include "prometheus/format_query.hpp"
#include "test/support/catch.hpp"
#include "test/unit/prometheus/response.hpp"

namespace format_query_test {

using namespace barograph;
using prometheus::decode_format_query;
using prometheus::errc;
using test::ContainsSubstring;
using test::response;

TEST_CASE("a formatted query is one that parses") {
    const auto verdict = decode_format_query(response(R"({"status":"success","data":"x"})"), "P");
    REQUIRE(verdict.has_value());
    CHECK(verdict->has_value());
}

TEST_CASE("an objection to the query is told in the backend's words") {
    const auto verdict = decode_format_query(
        response(R"({"status":"error","errorType":"bad_data","error":"1:6: parse error: unclosed"})", 400),
        "P");
    REQUIRE(verdict.has_value());
    REQUIRE_FALSE(verdict->has_value());
    CHECK(verdict->error().code == errc::rejected);
    CHECK_THAT(verdict->error().message, ContainsSubstring("1:6: parse error: unclosed"));
}

TEST_CASE("a backend that does not know the request gives no verdict, whatever it answers instead") {
    for (const auto& answer : {
             response("404 page not found\n", 404),
             response("unsupported path requested: \"/api/v1/format_query\"", 400),
             response(R"({"status":"error","errorType":"400","error":"unsupported path"})", 400),
             response(R"({"status":"error","errorType":"not_found","error":"no such path"})", 404),
             response("<html>a page for every path</html>"),
             response(R"({"status":"success"})"),
             response(R"({"status":"success","data":{"resultType":"vector","result":[]}})"),
             response(R"({"status":"success","data":null})"),
         }) {
        INFO(answer.body);
        CHECK_FALSE(decode_format_query(answer, "P").has_value());
    }
}

TEST_CASE("a backend that can't answer just now is no backend that lacks the request") {
    for (const unsigned status : {429U, 502U, 503U}) {
        const auto verdict = decode_format_query(response("busy", status), "P");
        REQUIRE(verdict.has_value());
        CHECK(verdict->error().code == (status == 429U ? errc::limited : errc::unavailable));
    }
}

} // namespace format_query_test

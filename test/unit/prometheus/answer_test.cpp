#include "prometheus/answer.hpp"
#include "prometheus/instant_query.hpp"
#include "test/support/catch.hpp"
#include "test/unit/prometheus/response.hpp"

namespace answer_test {

using namespace barograph;
using prometheus::errc;
using test::ContainsSubstring;
using test::response;

namespace {

prometheus::error failure_of(const net::http_response& from) {
    const auto result = prometheus::decode_instant_query(from, "Prometheus http://p");
    INFO(from.status << " " << from.body.substr(0, 300));
    REQUIRE_FALSE(result.has_value());
    CHECK_THAT(result.error().message, test::StartsWith("Prometheus http://p "));
    return result.error();
}

std::string with_data(const std::string& members) {
    return "{" + members + R"(,"data":{"resultType":"scalar","result":[1700000000,"4"]}})";
}

std::string error_body(const std::string& type, const std::string& text) {
    return R"({"status":"error","errorType":")" + type + R"(","error":")" + text + "\"}";
}

} // namespace

TEST_CASE("an answer that is no success is an error by its HTTP status, whatever its body says") {
    struct row {
        unsigned status;
        errc code;
    };

    const auto given =
        GENERATE(row{199, errc::unavailable}, row{201, errc::unavailable}, row{203, errc::unavailable},
                 row{204, errc::unavailable}, row{206, errc::unavailable}, row{226, errc::unavailable},
                 row{301, errc::unavailable}, row{307, errc::unavailable}, row{400, errc::rejected},
                 row{401, errc::rejected}, row{403, errc::rejected}, row{404, errc::rejected},
                 row{422, errc::rejected}, row{429, errc::limited}, row{500, errc::unavailable},
                 row{502, errc::unavailable}, row{503, errc::unavailable}, row{504, errc::unavailable});
    for (const auto& body : {std::string(), std::string("<html>login</html>"),
                             with_data(R"("status":"success")"), error_body("internal", "x")}) {
        const auto failure = failure_of(response(body, given.status));
        CHECK(failure.code == given.code);
        CHECK_THAT(failure.message, ContainsSubstring("answered " + std::to_string(given.status)));
    }
}

TEST_CASE("how long a limited backend wants to be left alone is passed on") {
    auto limited = response("slow down", 429);
    CHECK_FALSE(failure_of(limited).retry_after.has_value());
    limited.retry_after = "7";
    CHECK(failure_of(limited).retry_after == std::chrono::seconds{7});
    limited.retry_after = "99999";
    CHECK(failure_of(limited).retry_after == std::chrono::hours{1});
    for (const auto* const unreadable : {"soon", "-1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT"}) {
        limited.retry_after = unreadable;
        CHECK_FALSE(failure_of(limited).retry_after.has_value());
    }
}

TEST_CASE(
    "a gateway without a backend concerns all requests, what Prometheus says of one concerns that one") {
    struct row {
        unsigned status;
        std::string body;
        bool concerns_all;
    };

    const auto given = GENERATE(
        row{502, "<html>Bad Gateway</html>", true}, row{503, "Service Unavailable", true}, row{503, "", true},
        row{503, R"({"kind":"Status"})", true}, row{503, error_body("unavailable", "x"), false},
        row{500, "panic", false}, row{504, "<html>Gateway Timeout</html>", false},
        row{422, error_body("execution", "x"), false}, row{404, "not found", false},
        row{429, "slow down", false}, row{200, "<html>login</html>", false});
    INFO(given.status << " " << given.body);
    CHECK(failure_of(response(given.body, given.status)).concerns_all == given.concerns_all);
}

TEST_CASE("without a connection no request gets through; what else is wrong may be a matter of one") {
    using net::http_errc;
    for (const auto code : {http_errc::credentials, http_errc::resolve, http_errc::connect, http_errc::tls,
                            http_errc::broken}) {
        CHECK(prometheus::no_answer({code, "x"}).concerns_all);
    }
    for (const auto code :
         {http_errc::timed_out, http_errc::malformed, http_errc::too_large, http_errc::cancelled}) {
        CHECK_FALSE(prometheus::no_answer({code, "x"}).concerns_all);
    }
}

TEST_CASE("Prometheus' own words are passed on") {
    const auto failure =
        failure_of(response(error_body("bad_data", "1:1: parse error: unexpected end of input"), 400));
    CHECK(failure.message ==
          "Prometheus http://p answered 400: bad_data: 1:1: parse error: unexpected end of input");
}

TEST_CASE("a query that Prometheus gave up has timed out") {
    CHECK(failure_of(response(error_body("timeout", "query timed out"), 503)).code == errc::timed_out);
    CHECK(failure_of(response(error_body("canceled", "query was canceled"), 503)).code == errc::timed_out);
    CHECK(failure_of(response(error_body("timeout", "query timed out"), 200)).code == errc::timed_out);
}

TEST_CASE("a status other than success is an error even where HTTP says 200") {
    const auto failure = failure_of(response(error_body("execution", "too many samples")));
    CHECK(failure.code == errc::unavailable);
    CHECK(failure.message == "Prometheus http://p reports execution: too many samples");
    for (const auto& members : {R"("status":"error")", R"("status":"partial")", R"("status":"SUCCESS")",
                                R"("status":"")", R"("status":null)", R"("x":"success")"}) {
        CHECK_THAT(failure_of(response(with_data(members))).message, ContainsSubstring("reports no success"));
    }
}

TEST_CASE("what is not of the Prometheus HTTP API is malformed") {
    const std::string body = GENERATE(
        as<std::string>(), "", "<!DOCTYPE html>", "null", "[]", "\"success\"", "1",
        R"({"status":"success","data":{"resultType":"scalar","result":[1,"4"]}} trailing)",
        R"({"status":"success","data":{"resultType":"scalar","result":[1,"4"])",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"4\"]},\"x\":\"\xff\"}",
        R"({"status":"success","x":1e400,"data":{"resultType":"scalar","result":[1,"4"]}})");
    CHECK(failure_of(response(body)).code == errc::malformed);
}

TEST_CASE("nesting without end neither overflows the stack nor is taken for an answer") {
    for (const auto* part : {"[", "{\"a\":", "[{\"a\":"}) {
        std::string body = R"({"status":"success","data":)";
        while (body.size() < 4 << 20) {
            body += part;
        }
        CHECK(failure_of(response(body)).code == errc::malformed);
    }
}

TEST_CASE("an answer that lacks data is partial, in Thanos' way and in VictoriaMetrics'") {
    const auto thanos = failure_of(response(with_data(
        R"("status":"success","warnings":["PromQL info: x","No StoreAPIs matched for this query"])")));
    CHECK(thanos.code == errc::partial);
    CHECK_THAT(thanos.message, ContainsSubstring("part of the data missing: No StoreAPIs matched"));

    CHECK(failure_of(response(with_data(R"("status":"success","isPartial":true)"))).code == errc::partial);
    CHECK(failure_of(response(with_data(R"("isPartial":true,"isPartial":false,"status":"success")"))).code ==
          errc::partial);
}

TEST_CASE("an answer that says it is whole, or gives advice only, is taken") {
    for (const auto& members :
         {R"("status":"success","isPartial":false)", R"("status":"success","warnings":["PromQL warning: x"])",
          R"("status":"success","warnings":null)", R"("status":"success","warnings":[])"}) {
        INFO(members);
        CHECK(prometheus::decode_instant_query(response(with_data(members)), "Prometheus").has_value());
    }
}

TEST_CASE("long and strange words are made fit for one line of UTF-8") {
    const auto long_one = failure_of(response(error_body("bad_data", std::string(10'000, 'x')), 400)).message;
    CHECK(long_one.size() < 300);
    CHECK(long_one.ends_with("x…"));

    // 199 bytes and then a character of two: the cut must not go through it.
    const auto cut = failure_of(response(error_body("bad_data", std::string(199, 'x') + "éé"), 400)).message;
    CHECK(cut.ends_with("x…"));

    CHECK_THAT(failure_of(response(error_body("bad_data", R"(a\nb\u0007\tc)"), 400)).message,
               ContainsSubstring("a b  c"));
}

TEST_CASE("the kind of an error is made fit as its words are, whoever sent it") {
    const auto kind = GENERATE(as<unsigned>{}, 400, 200);
    INFO(kind);
    const auto strange =
        failure_of(response(error_body(R"(bad\n\u001b[31mdata\u007f)", "why"), kind)).message;
    CHECK_THAT(strange, ContainsSubstring("bad  [31mdata : why"));
    CHECK(failure_of(response(error_body(std::string(10'000, 'x'), "why"), kind)).message.size() < 300);
}

TEST_CASE("a request without an answer keeps its message, and its kind as far as callers tell them apart") {
    struct row {
        net::http_errc before;
        errc after;
    };

    using net::http_errc;
    const auto given =
        GENERATE(row{http_errc::credentials, errc::unreachable}, row{http_errc::resolve, errc::unreachable},
                 row{http_errc::connect, errc::unreachable}, row{http_errc::tls, errc::unreachable},
                 row{http_errc::timed_out, errc::timed_out}, row{http_errc::broken, errc::unreachable},
                 row{http_errc::malformed, errc::malformed}, row{http_errc::too_large, errc::too_large},
                 row{http_errc::cancelled, errc::cancelled});
    const auto failure = prometheus::no_answer({given.before, "the words"});
    CHECK(failure.code == given.after);
    CHECK(failure.message == "Prometheus the words");
}

} // namespace answer_test

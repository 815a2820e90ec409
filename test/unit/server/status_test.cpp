#include "server/status.hpp"
#include "test/support/catch.hpp"

namespace status_test {

using namespace barograph;
using metrics::errc;

TEST_CASE("why a metric has no value decides the status") {
    struct row {
        errc from;
        unsigned code;
        const char* reason;
        const char* message;
    };

    const auto r = GENERATE(
        values<row>({{errc::not_found, 404, "NotFound", "the sentence"},
                     {errc::bad_request, 400, "BadRequest", "the sentence"},
                     {errc::bad_value, 500, "InternalError", "Internal error occurred: the sentence"},
                     {errc::unavailable, 503, "ServiceUnavailable", "the sentence"},
                     {errc::timed_out, 504, "Timeout", "the sentence"},
                     {errc::internal, 500, "InternalError", "Internal error occurred: the sentence"}}));
    const auto status = server::from({r.from, "the sentence"});
    CHECK(status.code == r.code);
    CHECK(status.reason == r.reason);
    CHECK(status.message == r.message);
    CHECK_FALSE(status.details.has_value());
}

TEST_CASE("what is refused before it is a request has the reason that Kubernetes knows, if any") {
    struct row {
        unsigned code;
        const char* reason;
    };

    const auto r =
        GENERATE(values<row>({{400, "BadRequest"}, {413, "RequestEntityTooLarge"}, {414, ""}, {431, ""}}));
    const auto status = server::refused(r.code, "too much");
    CHECK(status.code == r.code);
    CHECK(status.reason == r.reason);
    CHECK(status.message == "too much");
}

} // namespace status_test

#include "server/open_access.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"

namespace open_access_test {

using namespace barograph;

TEST_CASE("open access allows everything, and leaves no token behind it in the header") {
    net::asio::io_context context;
    server::open_authorizer rights;
    const auto decision =
        test::run_coroutine(context, rights.authorize({.user = kube::anonymous_user(), .verb = "delete"}));
    REQUIRE(decision.has_value());
    CHECK(decision->allowed);

    server::http::fields fields;
    fields.set(server::http::field::authorization, "Bearer abc");
    fields.set(server::http::field::accept, "*/*");
    server::open_authenticator().strip_credentials(fields);
    CHECK(fields.count(server::http::field::authorization) == 0);
    CHECK(fields.count(server::http::field::accept) == 1);
}

TEST_CASE("under open access everybody is one user, which is told to whoever wants to know") {
    net::asio::io_context context;
    server::open_authenticator everybody;
    server::http::fields fields;
    server::connection from;
    server::request question{.method = "GET", .path = "/", .query = {}, .fields = fields, .from = from};
    const auto unasked = test::run_coroutine(context, everybody.authenticate(question));
    REQUIRE(unasked.has_value());
    CHECK(unasked->groups == std::vector<std::string>{"system:masters"});
    server::grounds told;
    question.basis = &told;
    CHECK(test::run_coroutine(context, everybody.authenticate(question)).has_value());
    CHECK(told.believed == server::grounds::proof::anyone);
}

} // namespace open_access_test

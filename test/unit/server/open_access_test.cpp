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

} // namespace open_access_test

#include "server/bearer_token_method.hpp"
#include "test/support/catch.hpp"

namespace bearer_token_method_test {

using namespace barograph;
using server::bearer_token;

TEST_CASE("a bearer token is read as Go's API servers read it") {
    CHECK(bearer_token("Bearer abc") == "abc");
    CHECK(bearer_token("bearer abc") == "abc");
    CHECK(bearer_token("BEARER abc") == "abc");
    CHECK(bearer_token("  Bearer abc\t") == "abc");
    CHECK(bearer_token("Bearer abc def") == "abc");
    CHECK(bearer_token("Bearer a.b-c_d~e+f/g==") == "a.b-c_d~e+f/g==");
}

TEST_CASE("what is no bearer token is none") {
    const auto* text = GENERATE("", " ", "Bearer", "Bearer ", "Bearer  ", "Bearer  abc", "Bearerabc",
                                "Bearer\tabc", "Basic YTpi", "abc", "Token abc", "B", " abc");
    INFO(text);
    CHECK(bearer_token(text) == std::nullopt);
}

} // namespace bearer_token_method_test

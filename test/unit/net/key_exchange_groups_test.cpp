#include "net/key_exchange_groups.hpp"
#include "test/support/catch.hpp"

namespace key_exchange_groups_test {

using namespace barograph;
using strings = std::vector<std::string>;

namespace {

net::key_exchange_groups parsed(const strings& wanted) {
    auto groups = net::parse_key_exchange_groups(wanted);
    REQUIRE(groups.has_value());
    return *std::move(groups);
}

} // namespace

TEST_CASE("groups for key exchange are named by their numbers or as Go names them, and keep their order") {
    CHECK(parsed({"29", "23", "24", "25"}).list == "X25519:P-256:P-384:P-521");
    CHECK(parsed({"CurveP521", "X25519"}).list == "P-521:X25519");
    CHECK(parsed({}).list.empty());
}

TEST_CASE("a group that Go knows and this OpenSSL may lack is left out, unless it is the only one") {
    const auto groups = parsed({"4588", "29"});
    CHECK(groups.list.ends_with("X25519"));
    CHECK((groups.list.starts_with("X25519MLKEM768:") || groups.missing == strings{"X25519MLKEM768"}));
    if (!groups.missing.empty()) {
        CHECK(net::parse_key_exchange_groups({"4588"}).error() == "this OpenSSL has none of these groups");
    }
}

TEST_CASE("what is no group is refused by name") {
    for (const auto* given : {"0", "-1", "29 ", "x25519", "P-256", "65536", "29:23"}) {
        INFO(given);
        CHECK_THAT(net::parse_key_exchange_groups({given}).error(),
                   test::StartsWith("\"" + std::string(given) + "\" is no group"));
    }
}

} // namespace key_exchange_groups_test

#include "cli/advertised_address.hpp"
#include "test/support/catch.hpp"

#include <boost/asio/ip/address.hpp>

namespace advertised_address_test {

using barograph::cli::advertised_address;
using boost::asio::ip::make_address;
using endpoint = boost::asio::ip::tcp::endpoint;

TEST_CASE("an address that is listened on is the one that clients use") {
    CHECK(advertised_address(endpoint(make_address("192.0.2.1"), 6443)) == "192.0.2.1:6443");
    CHECK(advertised_address(endpoint(make_address("2001:db8::1"), 6443)) == "[2001:db8::1]:6443");
    CHECK(advertised_address(endpoint(make_address("127.0.0.1"), 1)) == "127.0.0.1:1");
}

TEST_CASE("for a wildcard it is one of the host's own, which others can reach") {
    const auto* wildcard = GENERATE("0.0.0.0", "::");
    const auto text = advertised_address(endpoint(make_address(wildcard), 6443));
    if (text.empty()) {
        SUCCEED("this host has loopback only");
        return;
    }
    REQUIRE(text.ends_with(":6443"));
    auto host = text.substr(0, text.rfind(':'));
    if (host.starts_with('[')) {
        host = host.substr(1, host.size() - 2);
    }
    const auto address = make_address(host);
    CHECK_FALSE(address.is_unspecified());
    CHECK_FALSE(address.is_loopback());
}

} // namespace advertised_address_test

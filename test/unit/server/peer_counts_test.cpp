#include "server/peer_counts.hpp"
#include "test/support/catch.hpp"

namespace peer_counts_test {

using namespace barograph;
using boost::asio::ip::make_address;

TEST_CASE("each IPv4 address is a peer, also in the form in which IPv6 writes it") {
    server::peer_counts counts;
    counts.add(make_address("192.0.2.1"));
    counts.add(make_address("::ffff:192.0.2.1"));
    CHECK(counts.of(make_address("192.0.2.1")) == 2);
    CHECK(counts.of(make_address("::ffff:192.0.2.1")) == 2);
    CHECK(counts.of(make_address("192.0.2.2")) == 0);
    CHECK(counts.of(make_address("::ffff:192.0.2.2")) == 0);
}

TEST_CASE("all addresses of an IPv6 /64 are one peer, and those of the next are another") {
    server::peer_counts counts;
    counts.add(make_address("2001:db8:0:1::1"));
    counts.add(make_address("2001:db8:0:1:ffff:ffff:ffff:ffff"));
    CHECK(counts.of(make_address("2001:db8:0:1:dead::1")) == 2);
    CHECK(counts.of(make_address("2001:db8:0:2::1")) == 0);
    CHECK(counts.of(make_address("2001:db8::1")) == 0);
}

TEST_CASE("a link-local prefix is another peer on each link") {
    server::peer_counts counts;
    counts.add(make_address("fe80::1%1"));
    CHECK(counts.of(make_address("fe80::2%1")) == 1);
    CHECK(counts.of(make_address("fe80::1%2")) == 0);
}

TEST_CASE("a connection that ends counts no more, whichever of its peer's addresses it came from") {
    server::peer_counts counts;
    counts.add(make_address("2001:db8::1"));
    counts.add(make_address("2001:db8::2"));
    counts.remove(make_address("2001:db8::2"));
    CHECK(counts.of(make_address("2001:db8::1")) == 1);
    counts.remove(make_address("2001:db8::1"));
    CHECK(counts.of(make_address("2001:db8::1")) == 0);
    counts.remove(make_address("2001:db8::1"));
    CHECK(counts.of(make_address("2001:db8::1")) == 0);
}

} // namespace peer_counts_test

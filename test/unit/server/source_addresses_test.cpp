#include "server/source_addresses.hpp"
#include "test/support/catch.hpp"

namespace source_addresses_test {

using namespace barograph;
using list = std::vector<std::string>;

namespace {

struct fixture {
    list sources() {
        from.peer = {net::asio::ip::make_address(peer), 1};
        const server::request question{
            .method = "GET", .path = "/", .query = "", .fields = fields, .from = from};
        return server::source_addresses(question);
    }

    server::http::fields fields;
    server::connection from;
    std::string peer = "10.0.0.1";
};

} // namespace

TEST_CASE_METHOD(fixture, "without proxies a request comes from its connection's other end") {
    CHECK(sources() == list{"10.0.0.1"});
    peer = "fd00::1";
    CHECK(sources() == list{"fd00::1"});
    peer = "::ffff:10.0.0.2";
    CHECK(sources() == list{"10.0.0.2"});
}

TEST_CASE_METHOD(fixture, "what proxies say stands before, and what is no address is passed over") {
    fields.set("X-Forwarded-For", "1.2.3.4, nonsense,,  fd00::7 ,");
    fields.set("X-Real-Ip", "5.6.7.8");
    CHECK(sources() == list{"1.2.3.4", "fd00::7", "5.6.7.8", "10.0.0.1"});
}

TEST_CASE_METHOD(fixture, "no address is told twice in a row, nor the real one a second time") {
    fields.set("X-Forwarded-For", "1.2.3.4,10.0.0.1");
    fields.set("X-Real-Ip", "1.2.3.4");
    CHECK(sources() == list{"1.2.3.4", "10.0.0.1"});
}

} // namespace source_addresses_test

#include "net/resolver.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>

#include <algorithm>
#include <optional>

namespace resolver_test {

using namespace barograph;
using namespace std::chrono_literals;
using endpoints = std::vector<net::asio::ip::tcp::endpoint>;
using result = std::expected<endpoints, boost::system::error_code>;

namespace {

struct fixture {
    result resolve(const std::string& host, net::time_point deadline = net::steady_clock::now() + 10s) {
        return test::run_coroutine(context, net::resolve(context.get_executor(), host, 9090, deadline), 15s);
    }

    net::asio::io_context context;
};

} // namespace

TEST_CASE_METHOD(fixture, "an address is its own answer, whatever the deadline") {
    const auto past = net::steady_clock::now() - 1s;
    const auto four = resolve("127.0.0.1", past);
    REQUIRE(four.has_value());
    CHECK(*four == endpoints{{net::asio::ip::make_address("127.0.0.1"), 9090}});
    const auto six = resolve("::1", past);
    REQUIRE(six.has_value());
    CHECK(*six == endpoints{{net::asio::ip::make_address("::1"), 9090}});
}

TEST_CASE_METHOD(fixture, "localhost is a loopback address with the port that was given") {
    const auto found = resolve("localhost");
    REQUIRE(found.has_value());
    REQUIRE_FALSE(found->empty());
    CHECK(std::ranges::all_of(*found, [](const auto& endpoint) {
        return endpoint.address().is_loopback() && endpoint.port() == 9090;
    }));
}

TEST_CASE_METHOD(fixture, "a name that cannot exist is an error other than the deadline's") {
    // RFC 1035: a label has at most 63 characters, so nobody needs to be asked for this one.
    const auto unknown = resolve(std::string(70, 'x') + ".invalid");
    REQUIRE_FALSE(unknown.has_value());
    CHECK(unknown.error() != net::asio::error::timed_out);
    CHECK(unknown.error() != net::asio::error::operation_aborted);
}

TEST_CASE_METHOD(fixture, "a look-up that is not done by its deadline has timed out") {
    const auto late = resolve("nobody.invalid", net::steady_clock::now() - 1s);
    REQUIRE_FALSE(late.has_value());
    CHECK(late.error() == net::asio::error::timed_out);
}

TEST_CASE_METHOD(fixture, "a look-up that is cancelled ends at once") {
    net::asio::cancellation_signal cancel;
    std::optional<result> got;
    bool ended = false;
    auto lookup = net::resolve(context.get_executor(), "nobody.invalid", 80, net::steady_clock::now() + 10s);
    net::asio::co_spawn(
        context, test::store_result(std::move(lookup), got),
        net::asio::bind_cancellation_slot(cancel.slot(), [&](const std::exception_ptr&) { ended = true; }));
    // Started. Its answer may be there already, but was not taken up: nothing ran since.
    while (!got && context.poll_one() == 0) {
    }
    cancel.emit(net::asio::cancellation_type::terminal);
    test::run_until(context, [&] { return ended; });
    REQUIRE(got.has_value());
    CHECK(*got == std::unexpected(boost::system::error_code(net::asio::error::operation_aborted)));
}

} // namespace resolver_test

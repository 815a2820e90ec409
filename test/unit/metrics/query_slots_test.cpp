#include "metrics/query_slots.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace query_slots_test {

using namespace barograph;
using namespace barograph::test;
using namespace std::chrono_literals;
using metrics::query_slots;

namespace {

struct fixture {
    void want(const std::string& rule, std::chrono::milliseconds patience = 5s) {
        net::asio::co_spawn(context, take(rule, net::steady_clock::now() + patience), net::asio::detached);
        turn();
    }

    net::awaitable<> take(std::string rule, net::time_point deadline) {
        auto taken = co_await slots.take(rule, deadline);
        if (taken) {
            order.push_back(rule);
            held.emplace(rule + std::to_string(order.size()), std::move(*taken));
        } else {
            refused.push_back(rule);
        }
    }

    void give_back_one() {
        held.erase(held.begin());
        turn();
    }

    // Runs what can run now.
    void turn() {
        context.restart();
        context.poll();
    }

    net::asio::io_context context;
    query_slots slots{context.get_executor(), 2};
    std::map<std::string, query_slots::slot> held;
    std::vector<std::string> order;
    std::vector<std::string> refused;
};

using strings = std::vector<std::string>;

} // namespace

TEST_CASE_METHOD(fixture, "no more queries are under way at once than there are slots") {
    want("a");
    want("a");
    want("a");
    CHECK(order.size() == 2);
    CHECK(slots.waiting() == 1);
    give_back_one();
    CHECK(order.size() == 3);
    CHECK(slots.waiting() == 0);
}

TEST_CASE_METHOD(fixture, "rules take turns, however many queries one has") {
    want("busy");
    want("busy");
    for (int i = 0; i < 5; ++i) {
        want("busy");
    }
    want("b");
    want("c");
    for (int i = 0; i < 5; ++i) {
        give_back_one();
    }
    CHECK(order == strings{"busy", "busy", "busy", "b", "c", "busy", "busy"});
}

TEST_CASE_METHOD(fixture, "whoever waits longer than it may goes without, and holds up nobody") {
    want("a");
    want("a");
    want("late", 1ms);
    want("b");
    run_until(context, [&] { return !refused.empty(); });
    CHECK(refused == strings{"late"});
    give_back_one();
    CHECK(order == strings{"a", "a", "b"});
    give_back_one();
    give_back_one();
    want("x");
    want("y");
    CHECK(order.size() == 5);
}

TEST_CASE_METHOD(fixture, "a turn that comes to somebody who is cancelled goes to the next") {
    want("a");
    want("a");
    net::asio::cancellation_signal cancel;
    net::asio::co_spawn(context, take("gone", net::steady_clock::now() + 5s),
                        net::asio::bind_cancellation_slot(cancel.slot(), [](const std::exception_ptr&) {}));
    turn();
    want("b");
    held.erase(held.begin());
    cancel.emit(net::asio::cancellation_type::terminal);
    turn();
    give_back_one();
    CHECK(slots.waiting() == 0);
    CHECK(std::ranges::count(order, "b") == 1);
    held.clear();
    turn();
    order.clear();
    want("c");
    want("d");
    want("e");
    CHECK(order == strings{"c", "d"});
}

TEST_CASE("slots are scarce while more than half of them are taken") {
    fixture four;
    query_slots slots(four.context.get_executor(), 4);
    std::vector<query_slots::slot> taken;
    const auto take = [&] {
        net::asio::co_spawn(
            four.context,
            [&]() -> net::awaitable<> {
                const std::string rule = "a";
                auto slot = co_await slots.take(rule, net::steady_clock::now() + 5s);
                taken.push_back(std::move(*slot));
            },
            net::asio::detached);
        four.turn();
    };
    CHECK_FALSE(slots.are_scarce());
    take();
    take();
    CHECK_FALSE(slots.are_scarce());
    take();
    CHECK(slots.are_scarce());
    taken.clear();
    CHECK_FALSE(slots.are_scarce());
}

} // namespace query_slots_test

#include "net/task_group.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <stdexcept>
#include <vector>

namespace task_group_test {

using namespace barograph;
using namespace std::chrono_literals;

namespace {

using timer = net::asio::basic_waitable_timer<net::steady_clock, net::asio::wait_traits<net::steady_clock>,
                                              net::executor>;

struct fixture {
    std::string message_of(const std::exception_ptr& failure) {
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& e) {
            return e.what();
        } catch (...) {
            return "unknown";
        }
    }

    void join() { test::run_coroutine(context, group.join()); }

    net::asio::io_context context;
    std::vector<std::string> failures;
    net::task_group group{context.get_executor(),
                          [this](const std::string& task, const std::exception_ptr& failure) {
                              failures.push_back(task + ": " + message_of(failure));
                          }};
    std::vector<std::string> events;
};

net::awaitable<> note(std::vector<std::string>& events, std::string what) {
    events.push_back(std::move(what));
    co_return;
}

net::awaitable<> wait_for(net::executor ex, std::vector<std::string>& events,
                          std::chrono::milliseconds pause) {
    timer pausing(ex);
    pausing.expires_after(pause);
    co_await pausing.async_wait(net::asio::use_awaitable_t<net::executor>{});
    events.emplace_back("waited");
}

net::awaitable<> clean_up_when_cancelled(net::executor ex, std::vector<std::string>& events) {
    timer pausing(ex);
    pausing.expires_after(1h);
    try {
        co_await pausing.async_wait(net::asio::use_awaitable_t<net::executor>{});
    } catch (const boost::system::system_error&) {
        events.emplace_back("cleaned up");
        throw;
    }
}

net::awaitable<> fail_after(net::executor ex, std::chrono::milliseconds pause) {
    timer pausing(ex);
    pausing.expires_after(pause);
    co_await pausing.async_wait(net::asio::use_awaitable_t<net::executor>{});
    throw std::runtime_error("broken");
}

net::awaitable<> throw_number() {
    throw 42;
    co_return;
}

net::awaitable<> spawn_another(net::task_group& group, std::vector<std::string>& events) {
    group.spawn("inner", note(events, "inner"));
    events.emplace_back("outer");
    co_return;
}

} // namespace

TEST_CASE_METHOD(fixture, "joining waits for every task, and an empty group for none") {
    join();
    group.spawn("a", wait_for(context.get_executor(), events, 10ms));
    group.spawn("b", wait_for(context.get_executor(), events, 20ms));
    CHECK(group.size() == 2);
    join();
    CHECK(group.size() == 0);
    CHECK(events.size() == 2);
    CHECK(failures.empty());
}

TEST_CASE_METHOD(fixture, "a task that is started by a task is waited for, too") {
    group.spawn("outer", spawn_another(group, events));
    join();
    CHECK(events.size() == 2);
    CHECK(group.size() == 0);
}

TEST_CASE_METHOD(fixture, "cancelling ends what every task waits for, and is no failure") {
    group.spawn("a", clean_up_when_cancelled(context.get_executor(), events));
    group.spawn("b", clean_up_when_cancelled(context.get_executor(), events));
    context.poll();
    CHECK(events.empty());
    group.cancel();
    join();
    CHECK(events == std::vector<std::string>{"cleaned up", "cleaned up"});
    CHECK(failures.empty());
}

TEST_CASE_METHOD(fixture, "a task that has not begun when it is cancelled never waits") {
    group.spawn("a", wait_for(context.get_executor(), events, 1h));
    group.cancel();
    join();
    CHECK(events.empty());
    CHECK(failures.empty());
}

TEST_CASE_METHOD(fixture, "nothing is started after cancelling") {
    group.cancel();
    group.spawn("late", note(events, "late"));
    CHECK(group.size() == 0);
    context.poll();
    join();
    CHECK(events.empty());
}

TEST_CASE_METHOD(fixture, "a task that ends by an exception is reported by name, and the others go on") {
    group.spawn("fragile", fail_after(context.get_executor(), 1ms));
    group.spawn("odd", throw_number());
    group.spawn("steady", wait_for(context.get_executor(), events, 10ms));
    join();
    CHECK(events == std::vector<std::string>{"waited"});
    CHECK(failures == std::vector<std::string>{"odd: unknown", "fragile: broken"});
}

TEST_CASE_METHOD(fixture, "cancelling twice, and after the end, does nothing more") {
    group.spawn("a", note(events, "a"));
    join();
    group.cancel();
    group.cancel();
    join();
    CHECK(events == std::vector<std::string>{"a"});
}

} // namespace task_group_test

#include "net/thread_pulse.hpp"
#include "test/support/catch.hpp"

#include <array>

namespace thread_pulse_test {

using namespace barograph;
using namespace std::chrono_literals;

namespace {

// Two threads' contexts, which the test runs when it likes.
struct fixture {
    std::optional<std::string> after(net::steady_clock::duration time) {
        now += time;
        return pulse.complaint();
    }

    void run(std::size_t which) {
        contexts.at(which).restart();
        contexts.at(which).poll();
    }

    std::array<net::asio::io_context, 2> contexts;
    net::time_point now = net::steady_clock::now();
    net::thread_pulse pulse{{contexts[0].get_executor(), contexts[1].get_executor()}, [this] { return now; }};
};

} // namespace

TEST_CASE_METHOD(fixture, "threads that come round are well, however rarely one asks") {
    for (int i = 0; i < 3; ++i) {
        CHECK(after(1h) == std::nullopt);
        run(0);
        run(1);
    }
}

TEST_CASE_METHOD(fixture, "a thread that does not come round is told of after a while, until it does") {
    CHECK(after(0s) == std::nullopt);
    run(0);
    CHECK(after(15s) == std::nullopt);
    run(0);
    CHECK(after(1s) == "thread 2 of 2 has done nothing for 16 s");
    CHECK(after(10s) == "thread 2 of 2 has done nothing for 26 s");
    run(0);
    run(1);
    CHECK(after(10s) == std::nullopt);
}

TEST_CASE_METHOD(fixture, "asking often gives a thread no more to do") {
    CHECK(after(0s) == std::nullopt);
    CHECK(after(1s) == std::nullopt);
    CHECK(contexts[0].poll() == 1);
}

} // namespace thread_pulse_test

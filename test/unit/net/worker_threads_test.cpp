#include "net/worker_threads.hpp"
#include "test/support/catch.hpp"

#include <boost/asio/post.hpp>

#include <future>
#include <sched.h>
#include <set>
#include <thread>

namespace worker_threads_test {

using namespace barograph;

TEST_CASE("each executor is a thread of its own") {
    net::worker_threads workers(3);
    std::set<std::thread::id> seen{std::this_thread::get_id()};
    for (const auto& each : workers.executors()) {
        std::promise<std::thread::id> where;
        net::asio::post(each, [&] { where.set_value(std::this_thread::get_id()); });
        seen.insert(where.get_future().get());
    }
    CHECK(seen.size() == 4);
}

TEST_CASE("what was begun is finished before the threads end") {
    bool done = false;
    {
        net::worker_threads workers(1);
        net::asio::post(workers.executors().front(), [&] { done = true; });
    }
    CHECK(done);
}

TEST_CASE("no more processors are counted than this process may use") {
    CHECK(net::usable_processors() >= 1);
    cpu_set_t before;
    REQUIRE(::sched_getaffinity(0, sizeof before, &before) == 0);
    cpu_set_t one;
    CPU_ZERO(&one);
    for (std::size_t i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++i) {
        if (CPU_ISSET(i, &before)) {
            CPU_SET(i, &one);
        }
    }
    REQUIRE(::sched_setaffinity(0, sizeof one, &one) == 0);
    CHECK(net::usable_processors() == 1);
    REQUIRE(::sched_setaffinity(0, sizeof before, &before) == 0);
}

} // namespace worker_threads_test

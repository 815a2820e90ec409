#include "cli/check/in_parallel.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace check_in_parallel_test {

using namespace barograph;

namespace {

struct fixture {
    net::awaitable<> work(std::size_t index) {
        most = std::max(most, ++under_way);
        begun.push_back(index);
        co_await net::asio::post(context.get_executor(), net::asio::use_awaitable_t<net::executor>{});
        --under_way;
        if (index == bad) {
            throw std::runtime_error("broken");
        }
    }

    void run(std::size_t count, std::size_t limit) {
        auto all = cli::in_parallel(context.get_executor(), count, limit,
                                    [this](std::size_t index) { return work(index); });
        test::run_coroutine(context, std::move(all));
    }

    net::asio::io_context context;
    std::vector<std::size_t> begun;
    std::size_t under_way = 0;
    std::size_t most = 0;
    std::size_t bad = 1000;
};

} // namespace

TEST_CASE_METHOD(fixture, "every task is done once, so many at a time and no more") {
    run(10, 3);
    CHECK(begun == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    CHECK(most == 3);
    CHECK(under_way == 0);
}

TEST_CASE_METHOD(fixture, "fewer tasks than places are no trouble, nor are none") {
    run(2, 8);
    CHECK(most == 2);
    begun.clear();
    run(0, 8);
    CHECK(begun.empty());
}

TEST_CASE_METHOD(fixture, "what a task throws is thrown when the others under way have ended") {
    bad = 1;
    CHECK_THROWS_AS(run(100, 3), std::runtime_error);
    CHECK(under_way == 0);
    CHECK(begun.size() < 10);
}

} // namespace check_in_parallel_test

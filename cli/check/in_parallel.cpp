#include "cli/check/in_parallel.hpp"

#include "net/task_group.hpp"

#include <algorithm>
#include <exception>

namespace barograph::cli {

namespace {

struct shared_work {
    std::size_t count;
    std::function<net::awaitable<>(std::size_t)> task;
    std::size_t next = 0;
};

net::awaitable<> work_on(shared_work& work) {
    while (work.next < work.count) {
        const auto index = work.next++;
        co_await work.task(index);
    }
}

} // namespace

net::awaitable<> in_parallel(net::executor ex, std::size_t count, std::size_t most,
                             std::function<net::awaitable<>(std::size_t)> task) {
    shared_work work{.count = count, .task = std::move(task)};
    std::exception_ptr broken;
    net::task_group workers(ex, [&](const std::string&, const std::exception_ptr& error) {
        broken = error;
        work.next = work.count;
    });
    for (std::size_t i = 0; i < std::min(most, count); ++i) {
        workers.spawn("worker", work_on(work));
    }
    co_await workers.join();
    if (broken) {
        std::rethrow_exception(broken);
    }
}

} // namespace barograph::cli

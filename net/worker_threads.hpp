#pragma once
#include "net/asio.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <cstddef>
#include <list>
#include <memory>
#include <thread>
#include <vector>

namespace barograph::net {

/// Threads that run an io_context each, from construction to destruction, which waits for them: by then
/// nothing may be left for them to do. Signals are for other threads.
class worker_threads {
public:
    explicit worker_threads(std::size_t count);
    worker_threads(const worker_threads&) = delete;
    worker_threads& operator=(const worker_threads&) = delete;
    ~worker_threads();

    [[nodiscard]] std::vector<executor> executors();

private:
    struct worker {
        asio::io_context context{1};
        asio::executor_work_guard<executor> work{context.get_executor()};
        std::thread thread;
    };

    std::list<worker> workers_;
};

/// How many threads can run at once: the processors that this process may use, of which a container's limit
/// (cgroup, versions 1 and 2) may leave less. A part of a processor counts as one.
[[nodiscard]] std::size_t usable_processors();

} // namespace barograph::net

#include "net/worker_threads.hpp"

#include <csignal>
#include <pthread.h>

namespace barograph::net {

worker_threads::worker_threads(std::size_t count) {
    // A thread inherits what is blocked.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    for (std::size_t i = 0; i < count; ++i) {
        auto& made = workers_.emplace_back();
        made.thread = std::thread([&made] { made.context.run(); });
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

worker_threads::~worker_threads() {
    for (auto& each : workers_) {
        each.work.reset();
    }
    for (auto& each : workers_) {
        each.thread.join();
    }
}

std::vector<executor> worker_threads::executors() {
    std::vector<executor> result;
    for (auto& each : workers_) {
        result.push_back(each.context.get_executor());
    }
    return result;
}

} // namespace barograph::net

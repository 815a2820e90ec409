#pragma once
#include "net/asio.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <string>

namespace barograph::net {

/// Background work that shutdown can cancel and wait for; nothing in this project runs detached from one.
/// Use from the io_context's thread only. Lifetime: must outlive its tasks, so co_await join() before
/// destroying it.
class task_group {
public:
    /// Called with a task's name when the task ends by an exception other than its cancellation.
    using failure_handler = std::function<void(const std::string& task, const std::exception_ptr&)>;

    task_group(executor ex, failure_handler on_failure);

    /// Starts `task`; the name is for on_failure. After cancel() nothing is started any more.
    void spawn(std::string name, awaitable<> task);
    /// Asks every task to end: what it waits for completes with operation_aborted.
    void cancel();
    /// Completes when no task is left.
    awaitable<> join();

    [[nodiscard]] std::size_t size() const { return tasks_.size(); }

private:
    executor executor_;
    failure_handler on_failure_;
    std::list<asio::cancellation_signal> tasks_;
    asio::steady_timer empty_;
    bool cancelled_ = false;
};

} // namespace barograph::net

#include "net/task_group.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace barograph::net {

namespace {

bool is_cancellation(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const boost::system::system_error& e) {
        return e.code() == asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
}

} // namespace

task_group::task_group(executor ex, failure_handler on_failure)
    : executor_(ex), on_failure_(std::move(on_failure)), empty_(ex, time_point::max()) {}

void task_group::spawn(std::string name, awaitable<> task) {
    if (cancelled_) {
        return;
    }
    const auto self = tasks_.emplace(tasks_.end());
    auto on_end = [this, self, name = std::move(name)](const std::exception_ptr& error) {
        tasks_.erase(self);
        if (tasks_.empty()) {
            empty_.cancel();
        }
        if (error && !is_cancellation(error)) {
            on_failure_(name, error);
        }
    };
    asio::co_spawn(executor_, std::move(task), asio::bind_cancellation_slot(self->slot(), std::move(on_end)));
}

void task_group::cancel() {
    cancelled_ = true;
    // A signal may end its task at once and so remove itself: step on before emitting.
    for (auto task = tasks_.begin(); task != tasks_.end();) {
        (task++)->emit(asio::cancellation_type::terminal);
    }
}

awaitable<> task_group::join() {
    while (!tasks_.empty()) {
        boost::system::error_code woken;
        co_await empty_.async_wait(asio::redirect_error(asio::use_awaitable_t<executor>{}, woken));
    }
}

} // namespace barograph::net

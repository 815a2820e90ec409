#include "test/support/run_coroutine.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <memory>
#include <stdexcept>

namespace barograph::test {

void run_until(net::asio::io_context& context, const std::function<bool()>& holds,
               std::chrono::milliseconds limit) {
    const auto deadline = net::steady_clock::now() + limit;
    while (!holds()) {
        // An io_context that ran out of work before is stopped until told otherwise.
        context.restart();
        if (context.run_one_until(deadline) == 0) {
            throw std::runtime_error(net::steady_clock::now() < deadline
                                         ? "the io_context ran out of work before what was awaited"
                                         : "what was awaited did not happen within its limit in time");
        }
    }
}

void run_coroutine(net::asio::io_context& context, net::awaitable<> task, std::chrono::milliseconds limit) {
    struct progress {
        bool ended = false;
        std::exception_ptr failure;
        net::asio::cancellation_signal cancel;
    };

    // Shared with the coroutine's end, which may come after this function has given up.
    const auto state = std::make_shared<progress>();
    net::asio::co_spawn(
        context.get_executor(), std::move(task),
        net::asio::bind_cancellation_slot(state->cancel.slot(), [state](const std::exception_ptr& failure) {
            state->ended = true;
            state->failure = failure;
        }));
    const auto ended = [&] { return state->ended; };
    try {
        run_until(context, ended, limit);
    } catch (...) {
        state->cancel.emit(net::asio::cancellation_type::terminal);
        context.restart();
        context.poll();
        throw;
    }
    if (state->failure) {
        std::rethrow_exception(state->failure);
    }
}

} // namespace barograph::test

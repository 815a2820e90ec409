#pragma once
#include "net/asio.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

/// Running coroutines in tests, never without a limit in time. All of it throws std::runtime_error, and so
/// fails the test, when what was awaited did not happen in time. Other work of the io_context goes on
/// meanwhile and stays there afterwards.
namespace barograph::test {

/// Long enough for a sanitizer on a busy machine: no test waits for it to pass.
constexpr std::chrono::seconds usual_limit{60};

/// Runs the io_context until the predicate holds; it is looked at after each handler.
void run_until(net::asio::io_context& context, const std::function<bool()>& holds,
               std::chrono::milliseconds limit = usual_limit);

/// Runs a coroutine to its end. What it throws is thrown here. Out of time it is cancelled first.
void run_coroutine(net::asio::io_context& context, net::awaitable<> task,
                   std::chrono::milliseconds limit = usual_limit);

/// Gives what the coroutine gives to `into`: for co_spawn of several at once.
template <typename T>
net::awaitable<> store_result(net::awaitable<T> task, std::optional<T>& into) {
    into.emplace(co_await std::move(task));
}

/// Runs a coroutine to its end and gives its result.
template <typename T>
T run_coroutine(net::asio::io_context& context, net::awaitable<T> task,
                std::chrono::milliseconds limit = usual_limit) {
    std::optional<T> result;
    run_coroutine(context, store_result(std::move(task), result), limit);
    return std::move(*result);
}

} // namespace barograph::test

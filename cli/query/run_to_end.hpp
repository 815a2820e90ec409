#pragma once
#include "net/asio.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace barograph::cli {

/// Runs `context` until `work` is done and gives its result: for commands that do one thing and end. What the
/// work throws is thrown here.
template <typename Result>
Result run_to_end(net::asio::io_context& context, net::awaitable<Result> work) {
    std::optional<Result> result;
    std::exception_ptr failure;
    net::asio::co_spawn(context.get_executor(), std::move(work),
                        [&](const std::exception_ptr& thrown, Result value) {
                            failure = thrown;
                            result.emplace(std::move(value));
                            context.stop();
                        });
    context.restart();
    context.run();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return std::move(result).value();
}

} // namespace barograph::cli

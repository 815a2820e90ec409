#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>

/// Asio under the types that this project uses everywhere: one kind of executor (an io_context is run by one
/// thread, so no strand is needed), coroutines on it, and deadlines as points of the steady clock.
namespace barograph::net {

namespace asio = boost::asio;

using executor = asio::io_context::executor_type;

template <typename T = void>
using awaitable = asio::awaitable<T, executor>;

using steady_clock = std::chrono::steady_clock;
using time_point = steady_clock::time_point;

} // namespace barograph::net

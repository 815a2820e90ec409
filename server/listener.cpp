#include "server/listener.hpp"

#include "telemetry/failure_log.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace barograph::server {

namespace {

using net::asio::ip::tcp;
using timer = net::asio::basic_waitable_timer<net::steady_clock, net::asio::wait_traits<net::steady_clock>,
                                              net::executor>;

constexpr std::chrono::milliseconds pause_without_descriptors{100};
constexpr std::chrono::milliseconds drain_poll{20};
constexpr net::asio::use_awaitable_t<net::executor> use_awaitable;

void log_crash(const std::string& task, const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& e) {
        telemetry::log_error(task + " ended by an unexpected error: " + e.what());
    }
}

} // namespace

listener::listener(net::executor ex, tls_source tls, request_handler& handler, const limits& bounds,
                   connection_events events)
    : executor_(ex), acceptor_(ex), tls_(std::move(tls)), handler_(handler), limits_(bounds),
      events_(std::move(events)), tasks_(ex, log_crash) {}

std::expected<std::unique_ptr<listener>, std::string>
listener::open(net::executor ex, const std::string& address, std::uint16_t port, tls_source tls,
               request_handler& handler, const limits& bounds, connection_events events) {
    net::error_code error;
    const auto ip = net::asio::ip::make_address(address, error);
    if (error) {
        return std::unexpected("cannot listen on " + address + ": not an IP address");
    }
    const auto where = (ip.is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(port);
    auto result = std::make_unique<listener>(ex, std::move(tls), handler, bounds, std::move(events));
    const tcp::endpoint endpoint(ip, port);
    auto& acceptor = result->acceptor_;
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    }
    if (!error) {
        acceptor.bind(endpoint, error);
    }
    if (!error) {
        acceptor.listen(net::asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return std::unexpected("cannot listen on " + where + ": " + error.message());
    }
    return result;
}

net::awaitable<> listener::run() {
    timer pause(executor_);
    telemetry::failure_log failures;
    while (!stopping_) {
        net::error_code error;
        auto socket = co_await acceptor_.async_accept(net::asio::redirect_error(use_awaitable, error));
        if (stopping_ || error == net::asio::error::operation_aborted) {
            break;
        }
        if (error) {
            // A client that left before it was accepted needs no pause; lack of descriptors does, or this
            // loop spins.
            if (error != net::asio::error::connection_aborted) {
                failures.failed("accepting connections", error.message());
                pause.expires_after(pause_without_descriptors);
                co_await pause.async_wait(net::asio::redirect_error(use_awaitable, error));
            }
            continue;
        }
        failures.works("accepting connections");
        const auto endpoint = socket.remote_endpoint(error);
        if (error) {
            continue; // it is gone already
        }
        const auto peer = endpoint.address();
        const auto limit = over_limit(peer);
        if (limit.empty()) {
            tasks_.spawn("session", serve(std::move(socket), peer));
        } else if (events_.refused) {
            events_.refused(limit);
        }
    }
}

std::string_view listener::over_limit(const net::asio::ip::address& peer) const {
    if (sessions_.size() >= limits_.max_connections) {
        return "connections";
    }
    const auto known = peers_.find(peer);
    return known != peers_.end() && known->second >= limits_.max_connections_per_peer ? "peer" : "";
}

net::awaitable<> listener::serve(net::tcp_socket socket, net::asio::ip::address peer) {
    const auto self = sessions_.emplace(sessions_.end(), net::stream(std::move(socket)), tls_(), handler_,
                                        limits_, events_);
    const auto count = peers_.try_emplace(peer, 0).first;
    ++count->second;

    // What the session took must be given back however it ends.
    const auto give_back = [&](void*) {
        sessions_.erase(self);
        if (--count->second == 0) {
            peers_.erase(count);
        }
    };
    const std::unique_ptr<void, decltype(give_back)> at_end(this, give_back);
    if (stopping_) {
        self->drain();
    }
    co_await self->run();
}

void listener::stop_accepting() {
    stopping_ = true;
    net::error_code ignored;
    acceptor_.close(ignored);
}

net::awaitable<> listener::drain(std::chrono::nanoseconds grace) {
    for (auto& session : sessions_) {
        session.drain();
    }
    timer pause(executor_);
    const auto deadline = net::steady_clock::now() + grace;
    while (tasks_.size() > 0 && net::steady_clock::now() < deadline) {
        pause.expires_after(drain_poll);
        co_await pause.async_wait(use_awaitable);
    }
    tasks_.cancel();
    co_await tasks_.join();
}

tcp::endpoint listener::local_endpoint() const {
    net::error_code ignored;
    return acceptor_.local_endpoint(ignored);
}

} // namespace barograph::server

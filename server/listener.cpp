#include "server/listener.hpp"

#include "net/task_group.hpp"
#include "telemetry/failure_log.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace barograph::server {

namespace {

using net::asio::ip::tcp;
using timer = net::asio::basic_waitable_timer<net::steady_clock, net::asio::wait_traits<net::steady_clock>,
                                              net::executor>;

constexpr std::chrono::milliseconds pause_without_descriptors{100};
constexpr net::asio::use_awaitable_t<net::executor> use_awaitable;

} // namespace

listener::listener(net::executor ex, tls_source tls, request_handler& handler, const limits& bounds,
                   connection_events events, std::vector<net::executor> session_executors)
    : executor_(ex), acceptor_(ex), tls_(std::move(tls)), limits_(bounds), events_(std::move(events)) {
    if (session_executors.empty()) {
        session_executors.push_back(ex);
    }
    for (const auto& each : session_executors) {
        groups_.push_back(std::make_unique<session_group>(each, handler, limits_, events_));
    }
}

std::expected<std::unique_ptr<listener>, std::string>
listener::open(net::executor ex, const std::string& address, std::uint16_t port, tls_source tls,
               request_handler& handler, const limits& bounds, connection_events events,
               std::vector<net::executor> session_executors, bool shares_port) {
    net::error_code error;
    const auto ip = net::asio::ip::make_address(address, error);
    if (error) {
        return std::unexpected("cannot listen on " + address + ": not an IP address");
    }
    const auto where = (ip.is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(port);
    auto result = std::make_unique<listener>(ex, std::move(tls), handler, bounds, std::move(events),
                                             std::move(session_executors));
    const tcp::endpoint endpoint(ip, port);
    auto& acceptor = result->acceptor_;
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    }
    if (!error && shares_port) {
        const int yes = 1;
        if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes) != 0) {
            error.assign(errno, boost::system::system_category());
        }
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
        auto& group = least_busy();
        auto socket = co_await acceptor_.async_accept(group.executor(),
                                                      net::asio::redirect_error(use_awaitable, error));
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
            hand_over(group, std::move(socket), peer);
        } else if (events_.refused) {
            events_.refused(limit);
        }
    }
}

std::string_view listener::over_limit(const net::asio::ip::address& peer) const {
    if (connections() >= limits_.max_connections) {
        return "connections";
    }
    return peers_.of(peer) >= limits_.max_connections_per_peer ? "peer" : "";
}

std::size_t listener::connections() const {
    std::size_t sessions = 0;
    for (const auto& group : groups_) {
        sessions += group->size();
    }
    return sessions;
}

session_group& listener::least_busy() {
    return **std::ranges::min_element(groups_, {}, [](const auto& group) { return group->size(); });
}

void listener::hand_over(session_group& to, net::tcp_socket socket, const net::asio::ip::address& peer) {
    peers_.add(peer);
    to.expect();
    auto over = [this, peer] { peers_.remove(peer); };
    net::asio::dispatch(to.executor(),
                        [&to, socket = std::move(socket), tls = tls_(), over = std::move(over)]() mutable {
                            to.serve(std::move(socket), std::move(tls), std::move(over));
                        });
}

void listener::stop_accepting() {
    stopping_ = true;
    net::error_code ignored;
    acceptor_.close(ignored);
}

net::awaitable<> listener::drain(std::chrono::nanoseconds grace) {
    // All at once, each on its own thread; the first is waited for first.
    net::task_group drained(executor_, [](const std::string&, const std::exception_ptr& error) {
        std::rethrow_exception(error);
    });
    const auto drain_one = [](session_group& group, std::chrono::nanoseconds time) -> net::awaitable<> {
        co_await net::asio::co_spawn(
            group.executor(), group.drain(time),
            net::asio::bind_cancellation_slot(net::asio::cancellation_slot(), use_awaitable));
    };
    for (const auto& group : groups_) {
        drained.spawn("draining", drain_one(*group, grace));
    }
    co_await drained.join();
}

tcp::endpoint listener::local_endpoint() const {
    net::error_code ignored;
    return acceptor_.local_endpoint(ignored);
}

} // namespace barograph::server

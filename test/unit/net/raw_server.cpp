#include "test/unit/net/raw_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <list>

namespace barograph::test {

namespace asio = net::asio;
using acceptor = asio::basic_socket_acceptor<asio::ip::tcp, net::executor>;

struct raw_server::state {
    state(net::executor ex, raw_script played)
        : listener(ex, asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          script(std::move(played)) {}

    acceptor listener;
    raw_script script;
    std::list<net::stream> open;
    std::size_t ended = 0;
    std::size_t received = 0;
};

namespace {

// The state is a template parameter because its type is private to the class.
template <typename State>
net::awaitable<> play(std::shared_ptr<State> state, net::stream& connection) {
    const auto& answers = state->script.answers;
    std::array<char, 4096> ignored{};
    for (std::size_t turn = 0;; ++turn) {
        const auto count = co_await connection.read_some(ignored);
        if (!count) {
            ++state->ended;
            co_return;
        }
        ++state->received;
        if (!answers.empty()) {
            const auto failed = co_await connection.write(answers[std::min(turn, answers.size() - 1)]);
            if (failed) {
                co_return;
            }
        }
        if (state->script.closes && turn + 1 >= answers.size()) {
            connection.close();
            co_return;
        }
    }
}

net::awaitable<> send_over(net::stream& connection, std::string bytes) {
    co_await connection.write(bytes);
}

void rethrow(const std::exception_ptr& failure) {
    if (failure) {
        std::rethrow_exception(failure);
    }
}

template <typename State>
net::awaitable<> accept_all(std::shared_ptr<State> state) {
    for (;;) {
        net::error_code error;
        net::tcp_socket socket(state->listener.get_executor());
        co_await state->listener.async_accept(
            socket, asio::redirect_error(asio::use_awaitable_t<net::executor>{}, error));
        if (error) {
            co_return;
        }
        auto& connection = state->open.emplace_back(std::move(socket));
        if (state->script.reads) {
            asio::co_spawn(state->listener.get_executor(), play(state, connection), rethrow);
        }
    }
}

} // namespace

raw_server::raw_server(net::executor ex, raw_script script)
    : state_(std::make_shared<state>(ex, std::move(script))) {
    asio::co_spawn(ex, accept_all(state_), rethrow);
}

raw_server::~raw_server() {
    net::error_code ignored;
    state_->listener.close(ignored);
    for (auto& connection : state_->open) {
        connection.close();
    }
}

std::uint16_t raw_server::port() const {
    return state_->listener.local_endpoint().port();
}

std::string raw_server::url() const {
    return "http://127.0.0.1:" + std::to_string(port());
}

std::size_t raw_server::connections() const {
    return state_->open.size();
}

std::size_t raw_server::ended() const {
    return state_->ended;
}

std::size_t raw_server::received() const {
    return state_->received;
}

void raw_server::send(std::string bytes) {
    asio::co_spawn(state_->listener.get_executor(), send_over(state_->open.back(), std::move(bytes)),
                   rethrow);
}

} // namespace barograph::test

#include "test/unit/server/loopback_client.hpp"

#include "test/support/run_coroutine.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <deque>

namespace barograph::test {

namespace asio = net::asio;
using asio::ip::tcp;

struct loopback_client::state : std::enable_shared_from_this<state> {
    explicit state(net::executor ex) : socket(ex) {}

    void read() {
        socket.async_read_some(asio::buffer(chunk),
                               [self = shared_from_this()](const net::error_code& error, std::size_t count) {
                                   self->received.append(self->chunk.data(), count);
                                   self->ended = error.failed();
                                   if (!error) {
                                       self->read();
                                   }
                               });
    }

    void write() {
        const auto done = [self = shared_from_this()](const net::error_code& error, std::size_t) {
            self->outgoing.pop_front();
            if (!error && !self->outgoing.empty()) {
                self->write();
            }
        };
        asio::async_write(socket, asio::buffer(outgoing.front()), done);
    }

    net::tcp_socket socket;
    std::array<char, 4096> chunk{};
    std::string received;
    std::deque<std::string> outgoing;
    bool ended = false;
};

unsigned wire_answer::status() const {
    constexpr std::size_t code_at = sizeof "HTTP/1.1 " - 1;
    return head.starts_with("HTTP/1.1 ") ? static_cast<unsigned>(std::stoul(head.substr(code_at))) : 0;
}

bool wire_answer::has(std::string_view line) const {
    return (head + "\r\n").find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

loopback_client::loopback_client(asio::io_context& context)
    : context_(context), state_(std::make_shared<state>(context.get_executor())) {}

loopback_client::loopback_client(asio::io_context& context, const tcp::endpoint& server)
    : loopback_client(context) {
    state_->socket.connect(server);
    start_reading();
}

loopback_client::~loopback_client() {
    close();
}

net::tcp_socket& loopback_client::socket() {
    return state_->socket;
}

void loopback_client::start_reading() {
    state_->read();
}

void loopback_client::send(std::string bytes) {
    state_->outgoing.push_back(std::move(bytes));
    if (state_->outgoing.size() == 1) {
        state_->write();
    }
}

void loopback_client::half_close() {
    run_until(context_, [&] { return state_->outgoing.empty(); });
    state_->socket.shutdown(tcp::socket::shutdown_send);
}

void loopback_client::close() {
    net::error_code ignored;
    state_->socket.close(ignored);
}

void loopback_client::reset() {
    state_->socket.set_option(asio::socket_base::linger(true, 0));
    close();
}

wire_answer loopback_client::answer(bool head_only) {
    constexpr std::string_view end_of_head = "\r\n\r\n";
    constexpr std::string_view length_field = "\r\nContent-Length: ";
    const auto& bytes = state_->received;
    const auto whole = [&]() -> std::optional<std::size_t> {
        const auto head = bytes.find(end_of_head);
        if (head == std::string::npos) {
            return std::nullopt;
        }
        const auto field = bytes.find(length_field);
        const auto length =
            head_only || field > head ? 0 : std::stoul(bytes.substr(field + length_field.size()));
        const auto size = head + end_of_head.size() + length;
        return bytes.size() < size ? std::nullopt : std::optional(size);
    };
    run_until(context_, [&] { return whole() || state_->ended; });
    const auto size = whole().value_or(bytes.size());
    const auto head = std::min(bytes.find(end_of_head), size);
    wire_answer result{.head = bytes.substr(0, head), .body = {}};
    if (head + end_of_head.size() <= size) {
        result.body = bytes.substr(head + end_of_head.size(), size - head - end_of_head.size());
    }
    state_->received.erase(0, size);
    return result;
}

void loopback_client::ended() {
    run_until(context_, [&] { return state_->ended; });
}

void loopback_client::received(std::string_view bytes) {
    run_until(context_, [&] { return state_->received.find(bytes) != std::string::npos; });
}

bool loopback_client::has_ended() const {
    return state_->ended;
}

const std::string& loopback_client::pending() const {
    return state_->received;
}

} // namespace barograph::test

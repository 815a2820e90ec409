#include "test/support/scripted_server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <deque>
#include <exception>
#include <map>
#include <optional>
#include <set>

namespace barograph::test {

namespace asio = net::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using acceptor = asio::basic_socket_acceptor<tcp, net::executor>;
using timer =
    asio::basic_waitable_timer<net::steady_clock, asio::wait_traits<net::steady_clock>, net::executor>;

namespace {

constexpr asio::use_awaitable_t<net::executor> use_awaitable;

using message_type = http::request<http::string_body>;

std::string serialized(const scripted_answer& answer, bool head_only) {
    std::string wire = "HTTP/1.1 " + std::to_string(answer.status) + " Scripted\r\n";
    wire += "Content-Type: " + answer.content_type + "\r\n";
    wire += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
    for (const auto& [name, value] : answer.headers) {
        wire += name + ": " + value + "\r\n";
    }
    wire += "\r\n";
    if (answer.what == scripted_answer::kind::close_mid_body) {
        return wire + answer.body.substr(0, answer.body.size() / 2);
    }
    return head_only ? wire : wire + answer.body;
}

} // namespace

struct scripted_server::state {
    explicit state(net::executor ex)
        : listener(ex, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          released(ex, net::time_point::max()) {}

    scripted_answer choose(const scripted_request& request) {
        if (!queue.empty()) {
            auto answer = std::move(queue.front());
            queue.pop_front();
            return answer;
        }
        const auto found = by_path.find(request.target.substr(0, request.target.find('?')));
        if (found != by_path.end()) {
            return found->second;
        }
        return otherwise ? otherwise(request) : scripted_answer::reply(500, "unscripted");
    }

    acceptor listener;
    timer released; ///< never expires; cancelled by release()
    std::deque<scripted_answer> queue;
    std::map<std::string, scripted_answer> by_path;
    std::function<scripted_answer(const scripted_request&)> otherwise;
    std::vector<scripted_request> requests;
    std::set<net::stream*> open;
    std::shared_ptr<net::tls_context> tls;
    std::size_t accepted = 0;
};

namespace {

template <typename State>
class open_connection {
public:
    open_connection(State& state, net::stream& own) : state_(state), own_(own) { state_.open.insert(&own_); }

    open_connection(const open_connection&) = delete;
    open_connection& operator=(const open_connection&) = delete;

    ~open_connection() { state_.open.erase(&own_); }

private:
    State& state_;
    net::stream& own_;
};

// Reads and drops until the other side closes.
net::awaitable<> wait_for_close(net::stream& connection) {
    std::array<char, 256> ignored{};
    for (;;) {
        const auto count = co_await connection.read_some(ignored);
        if (!count) {
            co_return;
        }
    }
}

std::string client_name(net::stream& connection) {
    std::array<char, 256> name{};
    auto* tls = connection.tls_handle();
    const auto* certificate = tls != nullptr ? SSL_get0_peer_certificate(tls) : nullptr;
    if (certificate != nullptr) {
        X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(),
                                  static_cast<int>(name.size()));
    }
    return name.data();
}

// The next request; nothing when the connection ends first. `pending`: what was read of the one after it.
net::awaitable<std::optional<message_type>> read_request(net::stream& connection, std::string& pending) {
    http::request_parser<http::string_body> parser;
    parser.eager(true);
    std::array<char, 4096> chunk{};
    for (;;) {
        error_code error;
        pending.erase(0, parser.put(asio::buffer(pending), error));
        if (parser.is_done()) {
            co_return parser.release();
        }
        if (error && error != http::error::need_more) {
            co_return std::nullopt;
        }
        const auto count = co_await connection.read_some(chunk);
        if (!count) {
            co_return std::nullopt;
        }
        pending.append(chunk.data(), *count);
    }
}

scripted_request recorded(const message_type& message, net::stream& connection) {
    scripted_request request{.method = std::string(message.method_string()),
                             .target = std::string(message.target()),
                             .body = message.body(),
                             .headers = {},
                             .client_name = client_name(connection)};
    for (const auto& field : message) {
        request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    return request;
}

// The state is a template parameter because its type is private to the class.
template <typename State>
net::awaitable<> serve(std::shared_ptr<State> state, net::stream connection) {
    const open_connection registered(*state, connection);
    if (state->tls) {
        const auto failed = co_await connection.start_tls_server(state->tls);
        if (failed) {
            co_return;
        }
    }
    std::string pending;
    for (;;) {
        const auto message = co_await read_request(connection, pending);
        if (!message) {
            co_return;
        }
        auto request = recorded(*message, connection);
        const auto answer = state->choose(request);
        state->requests.push_back(std::move(request));
        if (answer.held) {
            error_code woken;
            co_await state->released.async_wait(asio::redirect_error(use_awaitable, woken));
        }
        if (answer.what == scripted_answer::kind::never) {
            co_await wait_for_close(connection);
            co_return;
        }
        if (answer.what == scripted_answer::kind::disconnect || !connection.is_open()) {
            co_return;
        }
        const bool is_raw = answer.what == scripted_answer::kind::raw;
        const auto wire = is_raw ? answer.body : serialized(answer, message->method() == http::verb::head);
        const auto failed = co_await connection.write(wire);
        if (failed || answer.what != scripted_answer::kind::reply || !message->keep_alive()) {
            co_return;
        }
    }
}

// Nothing here may fail quietly: what a connection throws ends the io_context's run, and so the test.
void rethrow(const std::exception_ptr& failure) {
    if (failure) {
        std::rethrow_exception(failure);
    }
}

template <typename State>
net::awaitable<> accept_all(std::shared_ptr<State> state) {
    for (;;) {
        error_code error;
        net::tcp_socket connection(state->listener.get_executor());
        co_await state->listener.async_accept(connection, asio::redirect_error(use_awaitable, error));
        if (error) {
            co_return;
        }
        ++state->accepted;
        asio::co_spawn(state->listener.get_executor(), serve(state, net::stream(std::move(connection))),
                       rethrow);
    }
}

} // namespace

std::string scripted_request::header(std::string_view name) const {
    for (const auto& [field, value] : headers) {
        if (boost::beast::iequals({field.data(), field.size()}, {name.data(), name.size()})) {
            return value;
        }
    }
    return {};
}

scripted_answer scripted_answer::reply(unsigned status, std::string body) {
    scripted_answer answer;
    answer.status = status;
    answer.body = std::move(body);
    return answer;
}

scripted_answer scripted_answer::never() {
    scripted_answer answer;
    answer.what = kind::never;
    return answer;
}

scripted_answer scripted_answer::close_mid_body(std::string body) {
    auto answer = json(std::move(body));
    answer.what = kind::close_mid_body;
    return answer;
}

scripted_answer scripted_answer::disconnect() {
    scripted_answer answer;
    answer.what = kind::disconnect;
    return answer;
}

scripted_answer scripted_answer::raw(std::string bytes) {
    auto answer = json(std::move(bytes));
    answer.what = kind::raw;
    return answer;
}

scripted_answer scripted_answer::hold() const {
    auto answer = *this;
    answer.held = true;
    return answer;
}

scripted_server::scripted_server(net::executor ex) : state_(std::make_shared<state>(ex)) {
    asio::co_spawn(ex, accept_all(state_), rethrow);
}

scripted_server::~scripted_server() {
    stop_listening();
    release();
    close_connections();
}

std::uint16_t scripted_server::port() const {
    return state_->listener.local_endpoint().port();
}

std::string scripted_server::url() const {
    return (state_->tls ? "https" : "http") + std::string("://127.0.0.1:") + std::to_string(port());
}

void scripted_server::use_tls(std::shared_ptr<net::tls_context> settings) {
    state_->tls = std::move(settings);
}

void scripted_server::then(scripted_answer answer) {
    state_->queue.push_back(std::move(answer));
}

void scripted_server::when(std::string path, scripted_answer answer) {
    state_->by_path.insert_or_assign(std::move(path), std::move(answer));
}

void scripted_server::always(scripted_answer answer) {
    state_->otherwise = [answer = std::move(answer)](const scripted_request&) { return answer; };
}

void scripted_server::always(std::function<scripted_answer(const scripted_request&)> answer) {
    state_->otherwise = std::move(answer);
}

void scripted_server::release() {
    state_->released.cancel();
}

void scripted_server::close_connections() {
    for (auto* connection : state_->open) {
        connection->close();
    }
}

void scripted_server::stop_listening() {
    error_code ignored;
    state_->listener.close(ignored);
}

const std::vector<scripted_request>& scripted_server::requests() const {
    return state_->requests;
}

std::size_t scripted_server::connections() const {
    return state_->accepted;
}

} // namespace barograph::test

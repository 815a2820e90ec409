#include "server/session.hpp"

#include "server/request_target.hpp"
#include "server/status_code.hpp"

namespace barograph::server {

namespace {

constexpr std::size_t read_chunk = std::size_t{8} << 10U;
// What a chunked body ends with at the least; Beast's parser presumes that no less of it is offered.
constexpr std::size_t shortest_last_chunk = std::string_view("0\r\n\r\n").size();
constexpr std::string_view continue_reply = "HTTP/1.1 100 Continue\r\n\r\n";

constexpr std::size_t longest_copied_body = std::size_t{64} << 10U;

constexpr unsigned content_too_large = 413;
constexpr unsigned expectation_failed = 417;
constexpr unsigned header_too_large = 431;

constexpr std::string_view target_too_long = "the request target is too long";
constexpr std::string_view body_too_large = "the body is too large";
constexpr std::string_view not_http = "the request is not valid HTTP/1.1";
constexpr unsigned http_1_1 = 11;

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

bool expects_continue(const http::fields& fields) {
    return boost::beast::iequals(fields[http::field::expect], "100-continue");
}

// Whoever expects something else would take silence for a promise (RFC 9110, section 10.1.1).
bool expects_the_unknown(const http::fields& fields) {
    return !fields[http::field::expect].empty() && !expects_continue(fields);
}

} // namespace

session::session(net::stream connection, std::shared_ptr<net::tls_context> tls, request_handler& handler,
                 const limits& bounds, const connection_events& events)
    : stream_(std::move(connection)), tls_(std::move(tls)), handler_(handler), limits_(bounds),
      events_(events), buffer_(bounds.max_header_bytes + bounds.max_body_bytes + read_chunk) {
    from_.peer = stream_.remote_endpoint();
}

net::awaitable<> session::run() {
    if (tls_) {
        stream_.expires_at(net::steady_clock::now() + limits_.handshake_timeout);
        waits_ = waiting::for_handshake;
        const auto failed = co_await stream_.start_tls_server(tls_);
        waits_ = waiting::for_nothing;
        if (events_.handshake) {
            events_.handshake(!failed);
        }
        if (failed) {
            co_return;
        }
    }
    bool go_on = true;
    while (go_on && !draining_) {
        const auto got = co_await read_request();
        if (got == reading::complete) {
            go_on = co_await answer_request();
        } else if (got == reading::recalled) {
            go_on = co_await send_known();
        } else {
            go_on = false;
            if (got == reading::refused) {
                const framing last{.keep_alive = false};
                co_await send(std::move(*refusal_), last);
                co_await linger();
            }
        }
    }
    stream_.expires_at(net::steady_clock::now() + limits_.write_timeout);
    co_await stream_.shutdown();
}

void session::drain() {
    draining_ = true;
    // A client that is slow in its handshake has asked for nothing yet, and would hold up the drain.
    if (waits_ == waiting::for_handshake || (waits_ == waiting::for_request && stream_.is_quiet())) {
        stream_.close();
    } else if (waits_ == waiting::for_request) {
        // What has come is about to be read; if it is no request after all, it does not keep the connection.
        stream_.expires_at(net::steady_clock::now() + limits_.header_timeout);
    }
}

net::awaitable<session::reading> session::read_request() {
    parser_.reset();
    if (buffer_.size() == 0) {
        const auto filled = co_await fill_buffer();
        if (filled != reading::going_on) {
            co_return filled;
        }
    }
    if (const auto known = recall(); known != reading::going_on) {
        co_return known;
    }
    parser_.emplace();
    parser_->eager(true);
    parser_->header_limit(static_cast<std::uint32_t>(limits_.max_header_bytes));
    parser_->body_limit(limits_.max_body_bytes);
    if (buffer_.size() > 0) {
        // Pipelined, and perhaps only the first part of a request: the clock runs for it as for any other.
        stream_.expires_at(net::steady_clock::now() + limits_.header_timeout);
    }
    bool header_seen = false;
    while (!parser_->is_done()) {
        const auto least = header_seen && parser_->chunked() ? shortest_last_chunk : 1;
        if (buffer_.size() >= least) {
            boost::system::error_code error;
            buffer_.consume(parser_->put(buffer_.data(), error));
            if (const auto verdict = judge(error); verdict != reading::going_on) {
                co_return verdict;
            }
            if (parser_->is_header_done() && !header_seen) {
                header_seen = true;
                const auto verdict = co_await take_header();
                if (verdict != reading::going_on) {
                    co_return verdict;
                }
            }
            if (parser_->is_done()) {
                break;
            }
        }
        const auto filled = co_await fill_buffer();
        if (filled != reading::going_on) {
            co_return filled;
        }
    }
    co_return reading::complete;
}

// Most requests are those of before, and need not be read as if they were new.
session::reading session::recall() {
    const std::string_view bytes(static_cast<const char*>(buffer_.data().data()), buffer_.size());
    known_ = handler_.recall(bytes, from_);
    if (known_) {
        return reading::recalled;
    }
    from_.head = whole_head(bytes);
    return reading::going_on;
}

net::awaitable<bool> session::send_known() {
    const bool is_last = ++answered_ >= limits_.max_requests_per_connection;
    const framing how{.keep_alive = !draining_ && !is_last};
    const bool sent = co_await send(std::move(known_->answer), how);
    buffer_.consume(known_->size);
    co_return sent&& how.keep_alive;
}

// What is done once the header section is whole.
net::awaitable<session::reading> session::take_header() {
    const auto& header = parser_->get();
    if (header.target().size() > limits_.max_target_bytes) {
        co_return refuse(status_code::uri_too_long, target_too_long);
    }
    if (has_too_many_fields()) {
        co_return refuse(header_too_large, "the header section has too many fields");
    }
    if (!header_is_sound()) {
        co_return refuse(status_code::bad_request, not_http);
    }
    if (header.version() >= http_1_1 && expects_the_unknown(header)) {
        co_return refuse(expectation_failed, "only 100-continue can be expected");
    }
    stream_.expires_at(net::steady_clock::now() + limits_.body_timeout);
    if (!parser_->is_done() && header.version() >= http_1_1 && expects_continue(header)) {
        const auto failed = co_await stream_.write(continue_reply);
        if (failed) {
            co_return reading::closed;
        }
    }
    co_return reading::going_on;
}

net::awaitable<session::reading> session::fill_buffer() {
    if (buffer_.size() + read_chunk > buffer_.max_size()) {
        // Only the lines between a body's chunks can grow so long: what else there is has its own limit.
        co_return refuse(content_too_large, body_too_large);
    }
    const bool was_idle = buffer_.size() == 0 && !(parser_ && parser_->got_some());
    if (was_idle) {
        if (draining_) {
            co_return reading::closed;
        }
        stream_.expires_at(net::steady_clock::now() + limits_.idle_timeout);
        waits_ = waiting::for_request;
    }
    const auto space = buffer_.prepare(read_chunk);
    const auto count = co_await stream_.read_some({static_cast<char*>(space.data()), space.size()});
    waits_ = waiting::for_nothing;
    if (!count) {
        co_return reading::closed;
    }
    buffer_.commit(*count);
    if (was_idle) {
        stream_.expires_at(net::steady_clock::now() + limits_.header_timeout);
    }
    co_return reading::going_on;
}

// A connection closed over unread data is reset, and a reset may overtake the answer. So what the client
// still sends is dropped until it has read the refusal and closes, or its time is up.
net::awaitable<> session::linger() {
    stream_.expires_at(net::steady_clock::now() + limits_.linger_timeout);
    bool more = true;
    while (more && !draining_) {
        buffer_.clear();
        const auto space = buffer_.prepare(read_chunk);
        const auto count = co_await stream_.read_some({static_cast<char*>(space.data()), space.size()});
        more = count.has_value();
    }
}

// What a parser's verdict means for the connection.
session::reading session::judge(const boost::system::error_code& error) {
    if (!error || error == http::error::need_more) {
        return reading::going_on;
    }
    if (error == http::error::header_limit) {
        const std::string_view unread(static_cast<const char*>(buffer_.data().data()), buffer_.size());
        const bool in_request_line = parser_->get().target().empty() && unread.find('\n') == unread.npos;
        return in_request_line ? refuse(status_code::uri_too_long, target_too_long)
                               : refuse(header_too_large, "the header section is too large");
    }
    if (error == http::error::body_limit) {
        return refuse(content_too_large, body_too_large);
    }
    return refuse(status_code::bad_request, not_http);
}

// What the parser lets pass although it leaves open where a request ends or whom it is for, so that another
// HTTP server on the way may have read it otherwise (RFC 9112, sections 3.2 and 6.3).
bool session::header_is_sound() const {
    const auto& header = parser_->get();
    const auto encodings = header.count(http::field::transfer_encoding);
    const auto hosts = header.count(http::field::host);
    const bool encoding_is_known =
        encodings == 0 || (encodings == 1 && header.version() == http_1_1 &&
                           boost::beast::iequals(header[http::field::transfer_encoding], "chunked"));
    const bool host_is_known = hosts == 1 || (hosts == 0 && header.version() < http_1_1);
    return encoding_is_known && host_is_known;
}

bool session::has_too_many_fields() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& field : parser_->get().base()) {
        if (++count > limits_.max_header_count) {
            return true;
        }
    }
    return false;
}

session::reading session::refuse(unsigned status, std::string_view reason) {
    if (events_.unreadable) {
        events_.unreadable(from_, status, reason);
    }
    refusal_ = handler_.refuse(status, reason);
    return reading::refused;
}

net::awaitable<bool> session::answer_request() {
    auto& message = parser_->get();
    const auto target = split_target(view(message.target()));
    from_.tls = stream_.tls_handle();
    const request question{.method = view(message.method_string()),
                           .path = target.path,
                           .query = target.query,
                           .fields = message.base(),
                           .from = from_};
    // The handler keeps its own deadlines; a slow one must not look like a slow client.
    stream_.expires_at(net::time_point::max());
    auto answer = co_await handler_.handle(question);
    // HTTP/1.0 clients would need to be told that the connection is kept; they are few enough to get a new
    // one.
    const bool is_last = ++answered_ >= limits_.max_requests_per_connection;
    const framing how{.keep_alive =
                          message.version() >= http_1_1 && message.keep_alive() && !draining_ && !is_last,
                      .body_wanted = message.method() != http::verb::head};
    const bool sent = co_await send(std::move(answer), how);
    co_return sent&& how.keep_alive;
}

net::awaitable<bool> session::send(reply answer, framing how) {
    // A long body is shared by many replies; a copy for each connection would cost more than a second write.
    const bool apart = how.body_wanted && answer.body->size() > longest_copied_body;
    how.body_wanted = how.body_wanted && !apart;
    serialize(answer, how, wire_);
    stream_.expires_at(net::steady_clock::now() + limits_.write_timeout);
    auto failed = co_await stream_.write(wire_);
    if (!failed && apart) {
        failed = co_await stream_.write(*answer.body);
    }
    co_return !failed;
}

} // namespace barograph::server

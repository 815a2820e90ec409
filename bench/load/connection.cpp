#include "bench/load/connection.hpp"

#include <array>

namespace barograph::bench {

namespace {

constexpr std::size_t buffer_size = 65'536;

} // namespace

void connection::open(SSL_CTX* context, const sockaddr_in& address, SSL_SESSION* resumed) {
    opened = clock::now();
    stream_ = tls_stream::connect(context, address, resumed);
    step_ = step::handshaking;
    is_sent_ = true;
}

void connection::close() {
    stream_.close();
    step_ = step::idle;
}

connection::event connection::ask(time_point since) {
    since_ = since;
    step_ = step::asking;
    is_sent_ = false;
    reader_.begin();
    return send();
}

connection::event connection::advance() {
    if (!stream_.is_open()) {
        return event::none;
    }
    if (step_ == step::handshaking) {
        switch (stream_.handshake()) {
        case io_result::again:
            return event::none;
        case io_result::done:
            step_ = step::idle;
            return event::ready;
        default:
            return fail("handshake failed");
        }
    }
    if (!is_sent_) {
        const event sent = send();
        if (sent != event::none || !is_sent_) {
            return sent;
        }
    }
    return receive();
}

connection::event connection::send() {
    switch (stream_.write(request_)) {
    case io_result::again:
        return event::none;
    case io_result::done:
        is_sent_ = true;
        return event::none;
    default:
        return fail("write failed");
    }
}

connection::event connection::receive() {
    static thread_local std::array<char, buffer_size> buffer;
    while (true) {
        std::size_t count = 0;
        const io_result result = stream_.read(buffer, count);
        if (result == io_result::again) {
            return event::none;
        }
        if (result != io_result::done) {
            return step_ == step::idle ? event::lost : fail("closed before the answer");
        }
        if (step_ == step::idle) {
            return fail("an answer that nobody asked for");
        }
        switch (reader_.feed({buffer.data(), count})) {
        case response_reader::progress::more:
            break;
        case response_reader::progress::done:
            step_ = step::idle;
            return event::answered;
        case response_reader::progress::broken:
            return fail("unreadable answer");
        }
    }
}

connection::event connection::fail(const char* failure) {
    failure_ = failure;
    return event::failed;
}

} // namespace barograph::bench
